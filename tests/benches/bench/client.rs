//! A client with one connection kept open, as small as can be: it shares the processors with the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::Result;

/// An answer.
pub struct Answer {
    /// Status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// One connection, signed in or not.
pub struct Client {
    reader: BufReader<TcpStream>,
    address: SocketAddr,
    cookie: Option<String>,
}

impl Client {
    /// Connects; with a cookie the requests come from somebody signed in.
    pub fn connect(address: SocketAddr, cookie: Option<&str>) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(2)))?;
        Ok(Self {
            reader: BufReader::new(stream),
            address,
            cookie: cookie.map(str::to_owned),
        })
    }

    /// Signs in and answers the cookie.
    pub fn sign_in(address: SocketAddr, login: &str, password: &str) -> Result<String> {
        let mut client = Self::connect(address, None)?;
        let body = serde_json::json!({ "login": login, "password": password }).to_string();
        let headers = [("content-type", "application/json")];
        let answer = client.send("POST", "/api/v1/session", &headers, body.as_bytes())?;
        let cookie = answer
            .header("set-cookie")
            .and_then(|cookie| cookie.split(';').next());
        match (answer.status, cookie) {
            (200, Some(cookie)) => Ok(cookie.to_owned()),
            (status, _) => Err(format!("sign-in of {login}: {status} {}", answer.text()).into()),
        }
    }

    /// Asks for a path.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.send("GET", path, &[], &[])
    }

    /// Sends a request with a whole body.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer> {
        let mut head = self.head(method, path, headers);
        if method != "GET" {
            head.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        self.reader.get_mut().write_all(&bytes)?;
        self.answer(method)
    }

    /// Sends a body of so many bytes made piece by piece.
    pub fn send_stream(
        &mut self,
        (method, path): (&str, &str),
        headers: &[(&str, &str)],
        length: u64,
        piece: &[u8],
    ) -> Result<Answer> {
        let head = self.head(method, path, headers);
        let stream = self.reader.get_mut();
        write!(stream, "{head}content-length: {length}\r\n\r\n")?;
        let mut left = length;
        while left > 0 {
            let part = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            stream.write_all(&piece[..part])?;
            left -= part as u64;
        }
        self.answer(method)
    }

    fn head(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nsec-fetch-site: same-origin\r\n",
            self.address
        );
        let cookie = self.cookie.as_deref().map(|cookie| ("cookie", cookie));
        for (name, value) in headers.iter().copied().chain(cookie) {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head
    }

    fn answer(&mut self, method: &str) -> Result<Answer> {
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or("an answer without a status")?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer {
            status,
            headers,
            body: Vec::new(),
        };
        if method == "HEAD" || status == 204 {
            return Ok(answer);
        }
        if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = self.chunks()?;
        } else {
            let length = answer
                .header("content-length")
                .and_then(|length| length.parse().ok());
            answer.body = vec![0; length.unwrap_or(0)];
            self.reader.read_exact(&mut answer.body)?;
        }
        Ok(answer)
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(self.line()?.trim(), 16)?;
            let begin = body.len();
            body.resize(begin + length, 0);
            self.reader.read_exact(&mut body[begin..])?;
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.reader.read_line(&mut line)? == 0 {
            return Err("the server closed the connection".into());
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}
