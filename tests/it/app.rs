//! The whole application over a database of its own, with the sandbox CRMs behind real HTTP and a
//! clock that moves only when a test moves it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use crm_copilot::accounts::demo::Sandbox;
use crm_copilot::accounts::{Role, User};
use crm_copilot::app::App;
use crm_copilot::clock::Clock;
use crm_copilot::config::Config;
use crm_copilot::crm::Provider;
use crm_copilot::sandbox::{self, Running, Settings};
use crm_copilot::value::Effects;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::database;

/// Wednesday, 4 March 2026, 9:00 in New York.
pub const NOW: &str = "2026-03-04T14:00:00Z";

/// Copies the intents, with further sentences in those of a language.
fn copy_with(from: &Path, to: &Path, with: &str, sentences: &[(&str, &str)]) {
    for lang in fs::read_dir(from).unwrap() {
        let lang = lang.unwrap();
        let folder = to.join(lang.file_name());
        fs::create_dir_all(&folder).unwrap();
        for file in fs::read_dir(lang.path()).unwrap() {
            let file = file.unwrap();
            let mut text = fs::read_to_string(file.path()).unwrap();
            for (operation, sentence) in sentences {
                if lang.file_name() == with
                    && file.file_name() == format!("{operation}.yaml").as_str()
                {
                    text = text.replacen("say:\n", &format!("say:\n  - \"{sentence}\"\n"), 1);
                }
            }
            fs::write(folder.join(file.file_name()), text).unwrap();
        }
    }
}

/// One running application with its demo owner.
pub struct TestApp {
    pub app: App,
    pub clock: Clock,
    pub router: Router,
    pub sandboxes: Running,
    /// The demo owner's token.
    pub token: String,
    pub email: String,
    pub password: String,
    /// Removed with everything in it at the end.
    _folder: TempDir,
}

/// What came back.
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Response {
    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl TestApp {
    pub async fn start() -> TestApp {
        TestApp::reading("en", &[]).await
    }

    /// The application whose workspace speaks a language, with further sentences of it: names of
    /// operations, each with a template.
    pub async fn reading(lang: &str, sentences: &[(&str, &str)]) -> TestApp {
        let folder = TempDir::new().unwrap();
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let clock = Clock::fixed(now);
        let time = clock.clone();
        let settings = Settings {
            folder: folder.path().join("sandbox"),
            now,
            clock: Arc::new(move || time.now()),
            ghl_port: 0,
            hubspot_port: 0,
        };
        let sandboxes = sandbox::start(settings).await.unwrap();
        let key = "4c1f9a0e77d25b3866e0a9d41b8f53c27a64d8e1905bf23c8817d6ea40f95b2d";
        let database_url = database::fresh(folder.path()).await;
        let intents = folder.path().join("intents");
        let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("intents");
        if !sentences.is_empty() {
            copy_with(&known, &intents, lang, sentences);
        }
        let config = Config::read(|name| match name {
            "APP_ENCRYPTION_KEY" => Some(key.to_owned()),
            "DATABASE_URL" => Some(database_url.clone()),
            "INTENTS_DIR" if !sentences.is_empty() => intents.to_str().map(str::to_owned),
            _ => None,
        });
        let app = App::build(
            &config.unwrap(),
            clock.clone(),
            "http://127.0.0.1:3000",
            "test",
        )
        .await
        .unwrap();
        let gohighlevel = Sandbox {
            provider: Provider::GoHighLevel,
            url: sandboxes.ghl.url.clone(),
            token: SecretString::from(sandboxes.ghl.token.as_str()),
            location_id: Some(sandboxes.ghl.location_id.clone()),
            calendar: Some(sandbox::MAIN_CALENDAR.to_owned()),
        };
        let hubspot = Sandbox {
            provider: Provider::HubSpot,
            url: sandboxes.hubspot.url.clone(),
            token: SecretString::from(sandboxes.hubspot.token.as_str()),
            location_id: None,
            calendar: None,
        };
        let known = [gohighlevel, hubspot];
        let demo = app
            .accounts
            .prepare_demo(folder.path(), &known)
            .await
            .unwrap();
        let tenant = app.accounts.tenant(&demo.user.tenant).await.unwrap();
        let set = app
            .accounts
            .set_tenant(&tenant.id, &tenant.name, &tenant.timezone, lang);
        set.await.unwrap();
        TestApp {
            router: app.router(),
            token: demo.token.expose_secret().to_owned(),
            email: demo.user.email.clone(),
            password: demo.password.expose_secret().to_owned(),
            app,
            clock,
            sandboxes,
            _folder: folder,
        }
    }

    /// Another tenant's owner, with a token of every right and the same sandboxes connected.
    pub async fn another_tenant(&self) -> String {
        let password = SecretString::from("another long password");
        let accounts = &self.app.accounts;
        let user = accounts
            .sign_up("other@example.org", &password, "Other")
            .await
            .unwrap();
        let at = &self.sandboxes.ghl;
        let new = crm_copilot::accounts::NewConnection {
            provider: Provider::GoHighLevel,
            token: SecretString::from(at.token.as_str()),
            location_id: Some(at.location_id.clone()),
            label: None,
            base_url: Some(at.url.clone()),
            calendar: None,
            is_default: true,
        };
        accounts.add_connection(&user.tenant, &new).await.unwrap();
        let made = accounts
            .create_token(&user.tenant, &user.id, "test", Effects::all(), None)
            .await
            .unwrap();
        made.secret.expose_secret().to_owned()
    }

    /// A token of the demo owner with these rights only.
    pub async fn token_with(&self, rights: &str) -> String {
        let accounts = &self.app.accounts;
        let user = accounts.user_by_email(&self.email).await.unwrap().unwrap();
        let effects = Effects::from_words(rights).unwrap();
        let made = accounts
            .create_token(&user.tenant, &user.id, "test", effects, None)
            .await
            .unwrap();
        made.secret.expose_secret().to_owned()
    }

    /// Says whether the demo workspace has changes of records confirmed too.
    pub async fn confirm_writes(&self, confirm: bool) {
        let accounts = &self.app.accounts;
        let owner = accounts.user_by_email(&self.email).await.unwrap().unwrap();
        accounts
            .set_confirm_writes(&owner.tenant, confirm)
            .await
            .unwrap();
    }

    /// A member of the demo workspace, with a token of every right: who they are and the token.
    pub async fn member(&self) -> (User, String) {
        let accounts = &self.app.accounts;
        let owner = accounts.user_by_email(&self.email).await.unwrap().unwrap();
        let password = SecretString::from("a member's password");
        let member = accounts
            .add_member(
                &owner.tenant,
                Role::Member,
                "mia@example.com",
                &password,
                "Mia",
            )
            .await
            .unwrap();
        let made = accounts
            .create_token(&member.tenant, &member.id, "test", Effects::all(), None)
            .await
            .unwrap();
        (member, made.secret.expose_secret().to_owned())
    }

    pub async fn send(&self, request: Request<Body>) -> Response {
        let mut request = request;
        let address: std::net::SocketAddr = "127.0.0.1:4000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(address));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Response {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }

    /// A JSON request with a token.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Response {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    /// Runs an operation as the demo owner.
    pub async fn operate(&self, name: &str, args: Value) -> Response {
        self.call(
            "POST",
            &format!("/api/operations/{name}"),
            Some(&self.token),
            Some(args),
        )
        .await
    }

    /// A whole list, one record a line.
    pub async fn lines(&self, name: &str, args: Value) -> Response {
        let request = Request::post(format!("/api/operations/{name}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/x-ndjson");
        self.send(request.body(Body::from(args.to_string())).unwrap())
            .await
    }

    /// A chat of the demo owner.
    pub fn chat(&self) -> Chat<'_> {
        Chat {
            app: self,
            token: self.token.clone(),
            session: None,
        }
    }

    /// Adds a rule to the sandboxes' faults.
    pub async fn fault(&self, rule: Value) {
        let set = sandbox_client().post(&self.sandboxes.faults_url);
        let set = set.json(&json!([rule])).send().await.unwrap();
        assert!(set.status().is_success());
    }

    /// What the sandboxes were asked, oldest first.
    pub async fn log(&self) -> Vec<Value> {
        let log = sandbox_client().get(&self.sandboxes.log_url);
        log.send().await.unwrap().json().await.unwrap()
    }

    /// What the sandboxes saw that changes something.
    pub async fn writes(&self) -> Vec<Value> {
        let is_read = |entry: &Value| {
            let path = entry["path"].as_str().unwrap().split('?').next().unwrap();
            entry["method"] == "GET" || path.ends_with("/search") || path.ends_with("/batch/read")
        };
        let log = self.log().await.into_iter();
        log.filter(|entry| !is_read(entry)).collect()
    }
}

/// A test's own talk with the sandboxes.
#[expect(clippy::disallowed_methods, reason = "no call to a CRM")]
pub fn sandbox_client() -> reqwest::Client {
    reqwest::Client::new()
}

/// One conversation.
pub struct Chat<'a> {
    app: &'a TestApp,
    pub token: String,
    pub session: Option<String>,
}

impl Chat<'_> {
    /// Says something and gets the answer.
    pub async fn say(&mut self, message: &str) -> Value {
        self.say_with(json!({"message": message})).await
    }

    /// Sends a message with further members.
    pub async fn say_with(&mut self, mut body: Value) -> Value {
        if let Some(session) = &self.session {
            body["sessionId"] = json!(session);
        }
        let response = self
            .app
            .call(
                "POST",
                "/api/mcp/chat",
                Some(&self.token),
                Some(body.clone()),
            )
            .await;
        assert_eq!(response.status, StatusCode::OK, "{body}: {}", response.text);
        let answer = response.json();
        self.session = answer["sessionId"].as_str().map(str::to_owned);
        answer
    }
}
