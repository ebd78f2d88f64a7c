//! What an HTML form sends.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use crate::web::Error;

/// The fields of a form. Our own pages send all of them, so a fault is the sender's and no
/// sentence beside a field.
pub struct Fields<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Fields<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Fields<T>, Error> {
        let read: Result<Form<T>, FormRejection> = Form::from_request(request, state).await;
        read.map(|Form(fields)| Fields(fields)).map_err(|fault| {
            if fault.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Error::TooLarge
            } else {
                Error::Malformed("The form lacks a field, or is not a form.".to_owned())
            }
        })
    }
}
