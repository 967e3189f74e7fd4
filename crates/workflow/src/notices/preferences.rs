//! How somebody wants to hear of what concerns him: by which way for which urgency, at which hour.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime, Time};

use crate::Refusal;
use crate::calendar::VIETNAM;
use crate::documents::{Urgency, tidy};

/// Longest mail address (RFC 5321 §4.5.3.1.3).
const ADDRESS_MAX_CHARS: usize = 254;
/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// Whether and when a mail is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailWay {
    /// None.
    None,
    /// With the others of the day, at the hour of the person.
    #[default]
    Digest,
    /// At once.
    Immediate,
}

/// The ways for one urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ways {
    /// Whether devices that take part show it.
    pub push: bool,
    /// Whether and when a mail is sent.
    pub mail: MailWay,
}

/// Hours in which nothing rings, in minutes after midnight in Vietnam; they may span midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// First minute.
    pub from_minute: u16,
    /// The minute at which they are over.
    pub to_minute: u16,
}

/// What somebody has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// Where mail goes; without one none is sent.
    pub address: Option<String>,
    /// No mark.
    pub normal: Ways,
    /// Khẩn.
    pub urgent: Ways,
    /// Thượng khẩn.
    pub very_urgent: Ways,
    /// Hỏa tốc.
    pub flash: Ways,
    /// The hours in which nothing rings.
    pub quiet: Option<Quiet>,
    /// Whether Hỏa tốc rings all the same.
    pub flash_breaks_quiet: bool,
    /// The hour of the digest, from 0 to 23.
    pub digest_hour: u8,
}

impl Default for Preferences {
    fn default() -> Self {
        let at_once = Ways {
            push: true,
            mail: MailWay::Immediate,
        };
        Preferences {
            address: None,
            normal: Ways {
                push: true,
                mail: MailWay::Digest,
            },
            urgent: at_once,
            very_urgent: at_once,
            flash: at_once,
            quiet: Some(Quiet {
                from_minute: 21 * 60,
                to_minute: 6 * 60,
            }),
            flash_breaks_quiet: true,
            digest_hour: 7,
        }
    }
}

/// When a notice goes out, by each way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Plan {
    /// To the devices.
    pub push_at: Option<OffsetDateTime>,
    /// As a mail of its own.
    pub mail_at: Option<OffsetDateTime>,
    /// With the digest of that moment.
    pub digest_at: Option<OffsetDateTime>,
}

impl Preferences {
    /// The choice as it can be kept, or what is wrong with it. `domains` are those an address may
    /// belong to; any when empty.
    pub fn checked(mut self, domains: &[String]) -> Result<Preferences, Refusal> {
        let hours_fit = self.quiet.is_none_or(|quiet| {
            quiet.from_minute < DAY_MINUTES
                && quiet.to_minute < DAY_MINUTES
                && quiet.from_minute != quiet.to_minute
        });
        if !hours_fit || self.digest_hour > 23 {
            return Err(Refusal::new("notices.hour_unfit"));
        }
        let address = self.address.as_deref().and_then(tidy);
        self.address = address
            .map(|address| fitting(&address, domains))
            .transpose()?;
        Ok(self)
    }

    /// The ways for an urgency.
    pub fn ways(&self, urgency: Urgency) -> Ways {
        match urgency {
            Urgency::Normal => self.normal,
            Urgency::Urgent => self.urgent,
            Urgency::VeryUrgent => self.very_urgent,
            Urgency::Flash => self.flash,
        }
    }

    /// When a notice of an urgency that comes now goes out.
    pub fn plan(&self, urgency: Urgency, now: OffsetDateTime) -> Plan {
        let ways = self.ways(urgency);
        let breaks = urgency == Urgency::Flash && self.flash_breaks_quiet;
        let rings_at = match self.quiet {
            Some(quiet) if !breaks => quiet.over_at(now),
            _ => now,
        };
        let mail = if self.address.is_some() {
            ways.mail
        } else {
            MailWay::None
        };
        Plan {
            push_at: ways.push.then_some(rings_at),
            mail_at: (mail == MailWay::Immediate).then_some(rings_at),
            digest_at: (mail == MailWay::Digest).then(|| self.next_digest(now)),
        }
    }

    /// The next moment at which the digest goes out.
    fn next_digest(&self, now: OffsetDateTime) -> OffsetDateTime {
        next_at(now, u16::from(self.digest_hour) * 60)
    }
}

impl Quiet {
    /// The moment from which it may ring: now outside these hours, else their end.
    fn over_at(self, now: OffsetDateTime) -> OffsetDateTime {
        let local = now.to_offset(VIETNAM);
        let minute = u16::from(local.hour()) * 60 + u16::from(local.minute());
        let is_quiet = if self.from_minute < self.to_minute {
            (self.from_minute..self.to_minute).contains(&minute)
        } else {
            minute >= self.from_minute || minute < self.to_minute
        };
        if is_quiet {
            next_at(now, self.to_minute)
        } else {
            now
        }
    }
}

/// The next moment, after now, at which it is that minute of the day in Vietnam.
fn next_at(now: OffsetDateTime, minute: u16) -> OffsetDateTime {
    let local = now.to_offset(VIETNAM);
    let at = local.replace_time(Time::MIDNIGHT) + Duration::minutes(i64::from(minute));
    if at > local {
        at
    } else {
        at + Duration::days(1)
    }
}

/// An address that a mail server can take, of an allowed domain.
fn fitting(address: &str, domains: &[String]) -> Result<String, Refusal> {
    let unfit = || Refusal::new("notices.address_unfit");
    let (name, domain) = address.rsplit_once('@').ok_or_else(unfit)?;
    let is_plain = |c: char| c.is_ascii_graphic() && !"()<>[]:;@\\,\"".contains(c);
    let domain_fits = domain.split('.').count() > 1
        && domain.split('.').all(|label| !label.is_empty())
        && domain
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    let name_fits = !name.is_empty() && name.chars().all(is_plain);
    if !domain_fits || !name_fits || address.len() > ADDRESS_MAX_CHARS {
        return Err(unfit());
    }
    let domain = domain.to_ascii_lowercase();
    let allowed = |one: &String| domain.eq_ignore_ascii_case(one);
    if !domains.is_empty() && !domains.iter().any(allowed) {
        let named = domains.join(", ");
        return Err(Refusal::new("notices.address_foreign").with("domains", named));
    }
    Ok(format!("{name}@{domain}"))
}
