//! Tests of the whole room: against the vendors' contracts, and against a CRM that plays them.
