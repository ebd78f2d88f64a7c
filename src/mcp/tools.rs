//! One tool for each operation of the table.

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};

use crate::operations::{Operation, all, find, schema};
use crate::value::{Effect, Effects};

/// The argument that confirms a plan.
const PLAN_TOKEN: &str = "plan_token";

/// Every tool, in the table's order, which is the same in each release.
pub(super) fn list() -> Vec<Tool> {
    all().map(tool).collect()
}

/// Whether a tool is in the list of whoever may do this much: what is for administrators is not shown to others. Every
/// other tool is, so that a refusal can name the right which the token lacks.
pub(super) fn is_shown(name: &str, allowed: Effects) -> bool {
    find(name).is_some_and(|row| row.effect != Effect::Admin || allowed.contains(row.effect))
}

/// The plan token among the arguments.
pub(super) fn plan_token(args: &schema::Args) -> Option<&str> {
    args.get(PLAN_TOKEN).and_then(Value::as_str)
}

fn tool(operation: &Operation) -> Tool {
    let mut input = schema::of(operation);
    let mut about = operation.summary.to_owned();
    if operation.is_confirmed() || operation.is_plain_write() {
        input["properties"][PLAN_TOKEN] = json!({
            "type": "string",
            "description": "The planToken of an earlier answer with the outcome `confirm`, to run exactly that plan. Other arguments are not looked at then.",
        });
        about.push_str(if operation.is_confirmed() {
            " Answers `confirm` with a preview first; call again with `plan_token` to run it."
        } else {
            " Where the workspace has changes confirmed, answers `confirm` with a preview first; call again with `plan_token` to run it."
        });
    }
    let mut tool = Tool::new(operation.name, about, object(input));
    tool.output_schema = Some(object(output()).into());
    tool.annotations = Some(
        ToolAnnotations::new()
            .read_only(operation.effect == Effect::Read)
            .destructive(matches!(operation.effect, Effect::Delete | Effect::Admin))
            .open_world(true),
    );
    tool
}

/// What every tool answers.
fn output() -> Value {
    json!({
        "type": "object",
        "properties": {
            "outcome": {"type": "string", "enum": ["done", "ask", "choose", "confirm", "cancelled", "refused", "not_understood", "failed"]},
            "data": {"type": "object"},
            "planToken": {"type": "string"},
        },
        "required": ["outcome", "data"],
    })
}

fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(object) => object,
        _ => JsonObject::new(),
    }
}
