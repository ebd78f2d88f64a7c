//! Prism, serving one document on loopback.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// What Prism says before its address when it is ready.
const READY: &str = "listening on ";
/// A cold start reads half a megabyte of schemas; on a busy machine that takes some seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running Prism; it ends with this value.
pub struct Prism {
    process: Child,
    pub url: String,
}

impl Prism {
    /// Starts the command `prism` on a free port. `--errors` stays off: with it a fault in a vendor's own example answer
    /// would look like a refused request, while the violation header tells the two apart.
    pub fn start(prism: &str, document: &Path) -> Self {
        let mut process = Command::new(prism)
            .args(["mock", "-h", "127.0.0.1", "-p", "0"])
            .arg(document)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{prism}: {error}"));
        let output = process.stdout.take().unwrap();
        let (tell, told) = mpsc::channel();
        // Reads on to the end, so that Prism never waits for somebody to read its log.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some((_, url)) = line.split_once(READY) {
                    drop(tell.send(url.trim().to_owned()));
                }
            }
        });
        let told = told.recv_timeout(PATIENCE);
        let mut prism = Self {
            process,
            url: String::new(),
        };
        prism.url = told.unwrap_or_else(|_| panic!("Prism did not start: {}", document.display()));
        prism
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing of it is left.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
