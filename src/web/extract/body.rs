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
        serde_path_to_error::deserialize(value)
            .map(Body)
            .map_err(|error| {
                let at = error.path().to_string();
                let detail = error.into_inner().to_string();
                // What is missing has no path; serde names it: "missing field `y`".
                let name = match at.as_str() {
                    "." => detail.split('`').nth(1).unwrap_or_default().to_owned(),
                    _ => at,
                };
                Error::Invalid(vec![Fault { name, detail }])
            })
    }
}
