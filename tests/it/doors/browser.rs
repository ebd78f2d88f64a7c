//! A browser as far as the server can tell: it keeps the session's cookie and says where its
//! requests come from.

use axum::body::Body;
use axum::http::{Request, header};

use crate::app::{Response, TestApp};

/// One browser.
pub struct Browser<'a> {
    app: &'a TestApp,
    /// `name=value` of the session's cookie.
    pub cookie: Option<String>,
    /// What it says in `Sec-Fetch-Site` when it posts.
    pub site: &'static str,
    /// What it says in `Accept-Language`.
    pub language: &'static str,
}

impl<'a> Browser<'a> {
    pub fn new(app: &'a TestApp) -> Browser<'a> {
        Browser {
            app,
            cookie: None,
            site: "same-origin",
            language: "en-US,en;q=0.5",
        }
    }

    /// A browser in which the demo owner is signed in.
    pub async fn signed_in(app: &'a TestApp) -> Browser<'a> {
        let mut browser = Browser::new(app);
        let answer = browser.sign_in(&app.email, &app.password).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        browser
    }

    pub async fn get(&mut self, path: &str) -> Response {
        self.send("GET", path, "text/html,*/*;q=0.8", None).await
    }

    /// Posts a form.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let form = "application/x-www-form-urlencoded";
        self.send("POST", path, "text/html", Some((form, body)))
            .await
    }

    /// Posts JSON, as a script of the page does.
    pub async fn post(&mut self, path: &str, body: &str) -> Response {
        let json = ("application/json", body.to_owned());
        self.send("POST", path, "application/json", Some(json))
            .await
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Response {
        self.submit("/sign-in", &[("email", email), ("password", password)])
            .await
    }

    async fn send(
        &mut self,
        method: &str,
        path: &str,
        accept: &str,
        body: Option<(&str, String)>,
    ) -> Response {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::ACCEPT, accept)
            .header(header::ACCEPT_LANGUAGE, self.language);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let body = match body {
            Some((kind, body)) => {
                request = request
                    .header(header::CONTENT_TYPE, kind)
                    .header("sec-fetch-site", self.site);
                Body::from(body)
            }
            None => Body::empty(),
        };
        let answer = self.app.send(request.body(body).unwrap()).await;
        if let Some(set) = answer.headers.get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        answer
    }
}
