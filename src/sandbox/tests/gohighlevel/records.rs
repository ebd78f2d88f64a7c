//! Notes, tasks, opportunities, conversations.
