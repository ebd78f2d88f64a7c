//! Personal access tokens: for scripts and MCP clients.

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::{AccessToken, Accounts, Error};
use crate::secrets::{Token, fingerprint};
use crate::store::{self, access_tokens::NewToken};
use crate::value::{Actor, Channel, Effects};

/// A token that was just made: the only moment at which its secret is there to be shown.
#[derive(Debug)]
pub struct NewAccessToken {
    /// What its owner keeps.
    pub secret: SecretString,
    /// What we keep.
    pub token: AccessToken,
}

impl Accounts {
    /// Makes a token of a user. Without `expires_at` it is valid until it is revoked.
    pub async fn create_token(
        &self,
        tenant: &str,
        user: &str,
        name: &str,
        effects: Effects,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<NewAccessToken, Error> {
        let Token {
            secret,
            fingerprint,
        } = Token::access();
        let new = NewToken {
            name: name.trim(),
            fingerprint: &fingerprint,
            effects,
            expires_at,
        };
        let now = self.clock.now();
        let made = store::access_tokens::create(&self.store, tenant, user, new, now).await;
        let token = made.map_err(|fault| match fault {
            store::Error::Missing => Error::Missing("user"),
            fault => Error::from(fault),
        })?;
        Ok(NewAccessToken { secret, token })
    }

    /// Who comes with this bearer token through this door; none when it is not valid.
    pub async fn actor_by_token(
        &self,
        bearer: &str,
        channel: Channel,
    ) -> Result<Option<Actor>, Error> {
        if !bearer.starts_with("cct_") {
            return Ok(None);
        }
        let now = self.clock.now();
        let kept = fingerprint(bearer);
        let found = store::access_tokens::by_fingerprint(&self.store, &kept, now).await?;
        let Some(token) = found else {
            return Ok(None);
        };
        let person = store::users::get(&self.store, &token.tenant, &token.user).await?;
        let Some(person) = person else {
            return Ok(None);
        };
        store::access_tokens::used(&self.store, &token, now).await?;
        Ok(Some(Actor {
            tenant: token.tenant,
            user: token.user,
            channel,
            allowed: token.effects.and(person.role.rights()),
        }))
    }

    /// A user's tokens, newest first, revoked ones included.
    pub async fn tokens(&self, tenant: &str, user: &str) -> Result<Vec<AccessToken>, Error> {
        Ok(store::access_tokens::of(&self.store, tenant, user).await?)
    }

    /// Revokes a user's token for ever. Answers whether it was valid until now.
    pub async fn revoke_token(&self, tenant: &str, user: &str, id: &str) -> Result<bool, Error> {
        let now = self.clock.now();
        Ok(store::access_tokens::revoke(&self.store, tenant, user, id, now).await?)
    }
}
