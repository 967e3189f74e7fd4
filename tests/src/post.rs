//! A mail server and a push service on the loopback, that take, refuse and remember.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::SecretKey;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::elliptic_curve::sec1::ToEncodedPoint;
use serde_json::{Value, json};
use web_push_native::Auth;

/// What is answered next; when nothing is left, everything is taken.
type Script = Arc<Mutex<VecDeque<String>>>;

/// Serves connections until the process ends.
fn listens(serve: impl Fn(TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let serve = Arc::new(serve);
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let serve = serve.clone();
            // Whoever breaks off a conversation is heard no further.
            std::thread::spawn(move || serve(connection?));
        }
    });
    address
}

/// A mail as the server took it.
#[derive(Debug, Clone)]
pub struct Mail {
    pub from: String,
    pub to: String,
    /// Head and body as sent.
    pub message: Vec<u8>,
}

/// A mail server that speaks SMTP (RFC 5321).
pub struct MailServer {
    pub address: SocketAddr,
    taken: Arc<Mutex<Vec<Mail>>>,
    script: Script,
}

impl MailServer {
    pub fn start() -> MailServer {
        let taken: Arc<Mutex<Vec<Mail>>> = Arc::default();
        let script = Script::default();
        let (into, says) = (taken.clone(), script.clone());
        let address = listens(move |connection| converses(connection, &into, &says));
        MailServer {
            address,
            taken,
            script,
        }
    }

    /// The address as the settings take it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The next recipient is answered like this, such as `451 busy`.
    pub fn will_say(&self, reply: &str) {
        self.script.lock().unwrap().push_back(reply.to_owned());
    }

    /// How many scripted answers were not needed.
    pub fn left_to_say(&self) -> usize {
        self.script.lock().unwrap().len()
    }

    /// The mails taken since the last look.
    pub fn takes_out(&self) -> Vec<Mail> {
        std::mem::take(&mut *self.taken.lock().unwrap())
    }
}

fn converses(
    connection: TcpStream,
    taken: &Mutex<Vec<Mail>>,
    script: &Mutex<VecDeque<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(connection.try_clone()?);
    let mut says = connection;
    let (mut from, mut to) = (String::new(), String::new());
    says.write_all(b"220 mail.test ESMTP\r\n")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        let verb = line.split([' ', ':']).next().unwrap_or_default();
        let reply = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => "250-mail.test\r\n250-8BITMIME\r\n250 SMTPUTF8".to_owned(),
            "MAIL" => {
                from = between(line);
                "250 ok".to_owned()
            }
            "RCPT" => {
                to = between(line);
                let scripted = script.lock().unwrap().pop_front();
                scripted.unwrap_or_else(|| "250 ok".to_owned())
            }
            "DATA" => {
                says.write_all(b"354 go on\r\n")?;
                let message = message(&mut lines)?;
                let (from, to) = (from.clone(), to.clone());
                taken.lock().unwrap().push(Mail { from, to, message });
                "250 taken".to_owned()
            }
            "QUIT" => {
                says.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => "250 ok".to_owned(),
        };
        says.write_all(format!("{reply}\r\n").as_bytes())?;
    }
}

fn between(line: &str) -> String {
    let rest = line.split_once('<').map_or("", |(_, rest)| rest);
    rest.split('>').next().unwrap_or_default().to_owned()
}

/// The lines up to the single dot, without the dots that were added (RFC 5321 §4.5.2).
fn message(lines: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let mut line = Vec::new();
        lines.read_until(b'\n', &mut line)?;
        match line.as_slice() {
            b".\r\n" | b"" => return Ok(whole),
            [b'.', rest @ ..] => whole.extend_from_slice(rest),
            line => whole.extend_from_slice(line),
        }
    }
}

/// A message as the push service got it.
#[derive(Debug, Clone)]
pub struct Pushed {
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Pushed {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(given, _)| given == name);
        found.map_or("", |(_, value)| value)
    }
}

/// A push service (RFC 8030).
pub struct PushService {
    pub address: SocketAddr,
    taken: Arc<Mutex<Vec<Pushed>>>,
    script: Script,
}

impl PushService {
    pub fn start() -> PushService {
        let taken: Arc<Mutex<Vec<Pushed>>> = Arc::default();
        let script = Script::default();
        let (into, says) = (taken.clone(), script.clone());
        let address = listens(move |connection| takes(connection, &into, &says));
        PushService {
            address,
            taken,
            script,
        }
    }

    /// The next message is answered like this, such as `410 Gone`, with headers after the first line.
    pub fn will_say(&self, reply: &str) {
        self.script.lock().unwrap().push_back(reply.to_owned());
    }

    /// The messages that came since the last look.
    pub fn takes_out(&self) -> Vec<Pushed> {
        std::mem::take(&mut *self.taken.lock().unwrap())
    }

    /// A browser that has subscribed here.
    pub fn phone(&self, name: &str) -> Phone {
        // Any number below the order of the curve is a key.
        let mut secret = [7; 32];
        let length = name.len().min(31);
        secret[1..=length].copy_from_slice(&name.as_bytes()[..length]);
        Phone {
            endpoint: format!("http://{}/push/{name}", self.address),
            secret: SecretKey::from_slice(&secret).unwrap(),
            auth: *b"sixteen bytes ok",
        }
    }
}

fn takes(
    connection: TcpStream,
    taken: &Mutex<Vec<Pushed>>,
    script: &Mutex<VecDeque<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(connection.try_clone()?);
    let mut line = String::new();
    lines.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, value)| value.parse().unwrap())];
    lines.read_exact(&mut body)?;
    taken.lock().unwrap().push(Pushed {
        path,
        headers,
        body,
    });
    let scripted = script.lock().unwrap().pop_front();
    let reply = scripted.unwrap_or_else(|| "201 Created".to_owned());
    let mut says = connection;
    says.write_all(
        format!("HTTP/1.1 {reply}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").as_bytes(),
    )
}

/// A device that receives.
pub struct Phone {
    pub endpoint: String,
    secret: SecretKey,
    auth: [u8; 16],
}

impl Phone {
    /// The subscription as its browser writes it.
    pub fn subscription(&self) -> Value {
        let key = self.secret.public_key().to_encoded_point(false);
        json!({
            "endpoint": self.endpoint, "label": "Android",
            "keys": {
                "p256dh": URL_SAFE_NO_PAD.encode(key.as_bytes()),
                "auth": URL_SAFE_NO_PAD.encode(self.auth),
            },
        })
    }

    /// What it shows: the message decrypted with its own key.
    pub fn reads(&self, pushed: &Pushed) -> Value {
        let auth = Auth::from_slice(&self.auth);
        let plain = web_push_native::decrypt(pushed.body.clone(), &self.secret, auth).unwrap();
        serde_json::from_slice(&plain).unwrap()
    }
}

/// What the sender says of himself, after his signature was checked with the key he shows.
pub fn claims(pushed: &Pushed) -> Value {
    let authorization = pushed.header("authorization");
    let rest = authorization.strip_prefix("vapid t=").unwrap();
    let (token, key) = rest.split_once(", k=").unwrap();
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let key = VerifyingKey::from_sec1_bytes(&bytes(key)).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = Signature::from_slice(&bytes(signature)).unwrap();
    key.verify(signed.as_bytes(), &signature).unwrap();
    let (_, claims) = signed.split_once('.').unwrap();
    serde_json::from_slice(&bytes(claims)).unwrap()
}
