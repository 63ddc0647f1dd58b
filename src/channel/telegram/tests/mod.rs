//! What goes in and out, with real-looking samples and a stub for a server.
