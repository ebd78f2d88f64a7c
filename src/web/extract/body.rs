//! JSON bodies: what is not JSON is 400, what does not fit is 422 with the member's name.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::operations::schema::Fault;
use crate::web::Error;

/// A JSON body of that type.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, Error> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| Error::TooLarge)?;
        let value: Value = serde_json::from_slice(&bytes)
            .map_err(|error| Error::Malformed(format!("The body is not JSON: {error}.")))?;
        if !value.is_object() {
            return Err(Error::Malformed(
                "The body is not a JSON object.".to_owned(),
            ));
        }
        serde_json::from_value(value).map(Body).map_err(|error| {
            // serde names the member between backticks: "unknown field `x`", "missing field `y`".
            let text = error.to_string();
            let name = text.split('`').nth(1).unwrap_or_default().to_owned();
            Error::Invalid(vec![Fault { name, detail: text }])
        })
    }
}
