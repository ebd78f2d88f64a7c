//! What HubSpot has no counterpart for, and what to do instead.

pub(super) const CANNOT: &[(&str, &str)] = &[
    (
        "set_do_not_disturb",
        "HubSpot has no do-not-disturb that other programs can set: opt the contact out on its page in HubSpot, under Communication subscriptions, instead.",
    ),
    (
        "clear_do_not_disturb",
        "HubSpot has no do-not-disturb that other programs can clear: look at the contact's page in HubSpot, under Communication subscriptions, instead.",
    ),
    (
        "send_sms",
        "HubSpot has no API that sends an SMS: send it through a GoHighLevel connection or from your phone, and keep a note of it in HubSpot.",
    ),
    (
        "send_email",
        "HubSpot has no API that sends a single e-mail: send it through a GoHighLevel connection or from your mailbox, and keep a note of it in HubSpot.",
    ),
    (
        "schedule_sms",
        "HubSpot has no API that sends an SMS: plan it through a GoHighLevel connection instead.",
    ),
    (
        "schedule_email",
        "HubSpot has no API that sends a single e-mail: plan it through a GoHighLevel connection instead.",
    ),
    (
        "send_message",
        "HubSpot has no way to answer a conversation without an agent of its inbox; answer in the HubSpot inbox instead.",
    ),
    (
        "cancel_message",
        "HubSpot has no planned messages; nothing was sent through it that could be cancelled, so look where the message was planned instead.",
    ),
    (
        "list_free_slots",
        "HubSpot does not tell the free times of a calendar: use a GoHighLevel connection, or send your scheduling page's link.",
    ),
    (
        "list_tags",
        "HubSpot has no tags; they are kept as lists of contacts, so look at Lists in HubSpot instead.",
    ),
    (
        "add_to_campaign",
        "HubSpot has no contacts in campaigns; put the contact into a workflow or give it a tag instead.",
    ),
    (
        "remove_from_campaign",
        "HubSpot has no contacts in campaigns; take the contact out of a workflow or remove its tag instead.",
    ),
    (
        "list_social_accounts",
        "HubSpot has no social media accounts for other programs; look at Social in HubSpot, or use a GoHighLevel connection instead.",
    ),
    (
        "create_social_post",
        "HubSpot has no social media posts for other programs; write the post in HubSpot under Social, or use a GoHighLevel connection instead.",
    ),
    (
        "get_social_post",
        "HubSpot has no social media posts for other programs; look at Social in HubSpot, or use a GoHighLevel connection instead.",
    ),
    (
        "list_social_posts",
        "HubSpot has no social media posts for other programs; look at Social in HubSpot, or use a GoHighLevel connection instead.",
    ),
    (
        "update_social_post",
        "HubSpot has no social media posts for other programs; change the post in HubSpot under Social, or use a GoHighLevel connection instead.",
    ),
    (
        "delete_social_post",
        "HubSpot has no social media posts for other programs; delete the post in HubSpot under Social, or use a GoHighLevel connection instead.",
    ),
];
