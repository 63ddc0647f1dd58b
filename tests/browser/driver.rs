//! As much of a WebDriver client as one story needs, and the two programs
//! behind it, which end with it.

use anju::clock::Clock;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

/// What the window measures, in pixels of the page.
pub const WIDTH: u32 = 1900;
pub const HEIGHT: u32 = 1120;

/// Nothing on a page of one's own machine takes longer.
const PATIENCE: Duration = Duration::from_secs(15);
/// What is not there by then waits for something else.
const SOON: Duration = Duration::from_secs(3);
const GLANCE: Duration = Duration::from_millis(40);

/// A program that ends when this is dropped, whatever happened.
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts it and reads what it says until `wanted` finds what it looks for.
    pub fn start(mut command: Command, wanted: impl Fn(&str) -> Option<String>) -> (Program, String) {
        let name = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|why| panic!("{name} does not start: {why}"));
        let said = child.stdout.take().expect("its output is piped");
        let program = Program { child };
        let mut lines = BufReader::new(said).lines().map_while(Result::ok);
        let found = lines.find_map(|line| wanted(&line));
        let found = found.unwrap_or_else(|| panic!("{name} ended without saying where it is"));
        // Whoever is not listened to may be stopped by a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        (program, found)
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The first of these programs that is installed.
fn installed(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

const MISSING: &str = "the page is tested in a real browser, and there is none: please install Chromium and \
    ChromeDriver (Debian: chromium chromium-driver; Ubuntu: chromium-browser chromium-chromedriver)";

/// Where the browser and its driver lie.
pub struct Programs {
    chromium: PathBuf,
    chromedriver: PathBuf,
}

impl Programs {
    /// # Panics
    /// Without a browser there is no test, and nobody shall believe there was one.
    pub fn find() -> Programs {
        let chromium = installed(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]);
        let chromedriver = installed(&["chromedriver", "chromium.chromedriver"]);
        match (chromium, chromedriver) {
            (Some(chromium), Some(chromedriver)) => Programs { chromium, chromedriver },
            _ => panic!("{MISSING}"),
        }
    }
}

/// A browser with one window.
pub struct Browser {
    http: reqwest::Client,
    session: String,
    clock: Clock,
    /// The browser itself, which outlives a driver that is killed.
    process: Mutex<Option<u64>>,
    _driver: Program,
}

impl Browser {
    pub async fn open(Programs { chromium, chromedriver }: Programs, profile: &Path) -> Browser {
        let mut command = Command::new(chromedriver);
        command.arg("--port=0");
        let (driver, port) = Program::start(command, |line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let http = reqwest::Client::builder().no_proxy().build().expect("an HTTP client");
        let mut browser = Browser {
            http,
            session: format!("http://127.0.0.1:{port}/session"),
            clock: Clock::real(),
            process: Mutex::new(None),
            _driver: driver,
        };
        let switches = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=zh-CN",
        ];
        let own = [format!("--user-data-dir={}", profile.display()), format!("--window-size={WIDTH},{HEIGHT}")];
        let switches: Vec<&str> = switches.into_iter().chain(own.iter().map(String::as_str)).collect();
        let options = json!({"binary": chromium, "args": switches, "prefs": {"intl.accept_languages": "zh-CN"}});
        let wanted = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}});
        let made = browser.post("", wanted).await.unwrap_or_else(|why| panic!("Chromium does not start: {why}"));
        *browser.process.lock().unwrap() = made["capabilities"]["goog:processID"].as_u64();
        let id = made["sessionId"].as_str().expect("a session has an id");
        browser.session = format!("{}/{id}", browser.session);
        browser.frame(1.0).await;
        browser
    }

    /// The page's measures, whatever the window's own edges take; `scale` is for pictures.
    async fn frame(&self, scale: f64) {
        let measures = json!({"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": scale, "mobile": false});
        self.ask("Emulation.setDeviceMetricsOverride", measures).await;
    }

    /// A command of the browser's own protocol.
    async fn ask(&self, command: &str, params: Value) -> Value {
        let asked = self.post("/goog/cdp/execute", json!({"cmd": command, "params": params})).await;
        asked.unwrap_or_else(|why| panic!("{command}: {why}"))
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        let sent = self.http.post(format!("{}{path}", self.session)).json(&body).send().await;
        let answer: Value = sent.map_err(|why| why.to_string())?.json().await.map_err(|why| why.to_string())?;
        match answer["value"]["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", answer["value"]["message"].as_str().unwrap_or_default())),
            None => Ok(answer["value"].clone()),
        }
    }

    pub async fn go(&self, address: &str) {
        self.post("/url", json!({"url": address})).await.unwrap_or_else(|why| panic!("{address}: {why}"));
    }

    pub async fn reload(&self) {
        self.post("/refresh", json!({})).await.expect("the page loads again");
    }

    /// What a script on the page returns.
    pub async fn look(&self, script: &str, args: Value) -> Value {
        let seen = self.post("/execute/sync", json!({"script": script, "args": args})).await;
        seen.unwrap_or_else(|why| panic!("{script}: {why}"))
    }

    /// Looks until something is there; the sentence says what was waited for.
    pub async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        self.within(PATIENCE, &mut look).await.unwrap_or_else(|| panic!("waited in vain: {what}"))
    }

    /// Looks a while; it may also not come.
    pub async fn soon<T>(&self, mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
        self.within(SOON, &mut look).await
    }

    async fn within<T>(&self, patience: Duration, look: &mut impl AsyncFnMut() -> Option<T>) -> Option<T> {
        let found = async {
            loop {
                if let Some(found) = look().await {
                    return found;
                }
                self.clock.pause(GLANCE).await;
            }
        };
        tokio::time::timeout(patience, found).await.ok()
    }

    async fn element(&self, xpath: &str) -> Result<String, String> {
        let found = self.post("/element", json!({"using": "xpath", "value": xpath})).await?;
        let id = found.as_object().and_then(|found| found.values().next()?.as_str());
        id.map(str::to_owned).ok_or_else(|| "an element without an id".to_owned())
    }

    /// Clicks as a mouse does: not on what is hidden or covered.
    pub async fn click(&self, xpath: &str, what: &str) {
        self.until(&format!("{what}, to click"), async || {
            let element = self.element(xpath).await.ok()?;
            self.post(&format!("/element/{element}/click"), json!({})).await.ok()
        })
        .await;
    }

    /// Clicks until it is no longer so.
    pub async fn click_while_there(&self, xpath: &str, what: &str) {
        self.until(&format!("{what}, to be clicked away"), async || match self.element(xpath).await {
            Ok(element) => {
                let _ = self.post(&format!("/element/{element}/click"), json!({})).await;
                None
            }
            Err(_) => Some(()),
        })
        .await;
    }

    /// Writes as a keyboard does.
    pub async fn write(&self, xpath: &str, text: &str) {
        self.until(&format!("a place to write `{text}`"), async || {
            let element = self.element(xpath).await.ok()?;
            self.post(&format!("/element/{element}/value"), json!({"text": text})).await.ok()
        })
        .await;
    }

    /// A picture of the page, `width` pixels wide.
    pub async fn picture(&self, file: &Path, width: u32) {
        self.frame(f64::from(width) / f64::from(WIDTH)).await;
        let taken = self.ask("Page.captureScreenshot", json!({"format": "png"})).await;
        self.frame(1.0).await;
        let bytes = STANDARD.decode(taken["data"].as_str().unwrap_or_default()).expect("a picture in base64");
        fs::create_dir_all(file.parent().expect("a picture lies in a folder")).expect("the folder of the picture");
        fs::write(file, bytes).expect("the picture is written");
    }

    /// Closes the window, so that the browser tidies up after itself.
    pub async fn close(&self) {
        let _ = self.http.delete(&self.session).send().await;
        *self.process.lock().unwrap() = None;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let process = self.process.lock().ok().and_then(|mut process| process.take());
        if let Some(process) = process {
            let _ = Command::new("kill").args(["-KILL", &process.to_string()]).status();
        }
    }
}
