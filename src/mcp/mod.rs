//! The table of operations as MCP tools (revisions 2025-11-25 and 2026-07-28 on one address).
//!
//! Stateless: who asks comes with each request's bearer token, never from an argument or an
//! earlier request. The protocol itself is the `rmcp` crate's; here stand the tools.

mod tools;

use std::sync::Arc;

use rmcp::ServerHandler;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData,
    Implementation, ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig,
    Tool,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::json;

use crate::copilot::{Answer, Call, Copilot, Error};
use crate::operations::schema;
use crate::value::Actor;

/// Longest request body, in bytes.
const BODY: usize = 256 * 1024;
/// How long a client may keep the list of tools, in milliseconds. It changes with a release, or
/// when a person's role does.
const LIST_LIFE_MS: u64 = 300_000;

/// The tower service to nest at `/mcp`, behind a layer that puts the [`Actor`] into the request's
/// extensions.
pub type Service = StreamableHttpService<Door, NeverSessionManager>;

/// Builds the service. `hosts` are the names under which this server may be called, against DNS
/// rebinding; `origins` the pages that may call it.
pub fn service(copilot: Copilot, hosts: Vec<String>, origins: Vec<String>) -> Service {
    let tools = Arc::new(tools::list());
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(BODY)
        .with_allowed_hosts(hosts)
        .with_allowed_origins(origins)
        .enforce_origin_validation();
    let door = Door { copilot, tools };
    StreamableHttpService::new(
        move || Ok(door.clone()),
        Arc::new(NeverSessionManager::default()),
        config,
    )
}

/// What answers the requests of one client; cheap to clone.
#[derive(Clone)]
pub struct Door {
    copilot: Copilot,
    tools: Arc<Vec<Tool>>,
}

impl ServerHandler for Door {
    fn get_info(&self) -> ServerConfig {
        let mut info = ServerConfig::new(ServerCapabilities::builder().enable_tools().build());
        info.server_info = Implementation::new("crm-copilot", env!("CARGO_PKG_VERSION"));
        info.instructions = Some(
            "Each tool is one CRM operation. A contact may be given by name, e-mail address, phone number or id. \
             An outcome `ask` names what is missing, `choose` lists what fits, `confirm` shows a plan: \
             call the same tool again with `plan_token` once the user has said yes."
                .to_owned(),
        );
        info
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let actor = actor(&context)?;
        let all = self.tools.iter();
        let shown = all.filter(|tool| tools::is_shown(&tool.name, actor.allowed));
        let mut list = ListToolsResult::with_all_items(shown.cloned().collect());
        list.ttl_ms = Some(LIST_LIFE_MS);
        list.cache_scope = Some(CacheScope::Private);
        Ok(list)
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.tools.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let actor = actor(&context)?.clone();
        let args = request.arguments.unwrap_or_default();
        let result = match tools::plan_token(&args) {
            Some(token) => {
                self.copilot
                    .confirm(&actor, token, Some(&request.name))
                    .await
            }
            None => {
                let call = Call {
                    operation: request.name.to_string(),
                    args,
                    key: None,
                };
                self.copilot.run(&actor, call).await
            }
        };
        match result {
            Ok(answer) => Ok(told(&answer).into()),
            Err(error) => refused(&error, &request.name).map(CallToolResponse::from),
        }
    }
}

/// Who asks. The door's layer has answered 401 before it comes to nobody.
fn actor(context: &RequestContext<RoleServer>) -> Result<&Actor, ErrorData> {
    let parts = context.extensions.get::<http::request::Parts>();
    parts
        .and_then(|parts| parts.extensions.get::<Actor>())
        .ok_or_else(|| ErrorData::invalid_request("no bearer token", None))
}

/// An answer as a tool's result.
fn told(answer: &Answer) -> CallToolResult {
    let mut structured = json!({"outcome": answer.outcome(), "data": answer.data()});
    if let Some(token) = answer.data().get("planToken") {
        structured["planToken"] = token.clone();
    }
    let is_failure = answer.outcome() == "failed" || answer.outcome() == "refused";
    result(answer.reply(), structured, is_failure)
}

fn result(text: &str, structured: serde_json::Value, is_error: bool) -> CallToolResult {
    let content = vec![ContentBlock::text(text)];
    let mut result = if is_error {
        CallToolResult::error(content)
    } else {
        CallToolResult::success(content)
    };
    result.structured_content = Some(structured);
    result
}

/// A fault of the call: what a model can mend is a tool's error, the rest the protocol's.
fn refused(error: &Error, tool: &str) -> Result<CallToolResult, ErrorData> {
    let (code, text) = match error {
        Error::Unknown("operation") => {
            return Err(ErrorData::invalid_params(
                format!("Unknown tool: {tool}"),
                None,
            ));
        }
        Error::Invalid(faults) => ("invalid_argument", sentence(faults)),
        Error::Unknown(what) => (
            "not_found",
            format!("There is no such {what}, or it is not yours."),
        ),
        Error::PlanUsed => (
            "plan_used",
            "This plan was used already. Call the tool again for a new one.".to_owned(),
        ),
        Error::PlanExpired => (
            "plan_expired",
            "This plan is older than 15 minutes. Call the tool again.".to_owned(),
        ),
        Error::ConversationChanged => (
            "conversation_changed",
            "This plan was dropped. Call the tool again for a new one.".to_owned(),
        ),
        Error::RightMissing(right) => (
            "right_missing",
            format!("This token lacks the right `{right}`."),
        ),
        Error::Busy => (
            "crm_conflict",
            "The same call is being worked on.".to_owned(),
        ),
        Error::Store(_) | Error::Accounts(_) | Error::Kept(_) => {
            tracing::error!(error = %error, "a tool call failed");
            return Err(ErrorData::internal_error(
                "The server failed, and it is not known whether the CRM was changed. Look there before the call is repeated.",
                None,
            ));
        }
    };
    let structured =
        json!({"outcome": "failed", "data": {"code": code, "effect": "none", "detail": text}});
    Ok(result(&text, structured, true))
}

fn sentence(faults: &[schema::Fault]) -> String {
    let each: Vec<String> = faults
        .iter()
        .map(|fault| format!("{}: {}", fault.name, fault.detail))
        .collect();
    each.join("; ")
}
