//! How long the pages of a job will take and what they cost, from what was measured on the days before.

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pace {
    /// Pages on the days that are looked at.
    pub pages: u64,
    /// Of those days, the ones on which pages were recognised.
    pub days_worked: u32,
    /// Pages whose processor time is known.
    pub measured: u64,
    /// Their processor time in milliseconds.
    pub cpu_ms: u64,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Pages of the job that are still to come.
    pub pages: u64,
    /// Days until its end.
    pub days: u32,
    /// Cores that recognise.
    pub cores: u32,
    /// Hours of the day in which they do.
    pub hours: f64,
    /// Price of an hour of one core, in đồng.
    pub core_hour: f64,
}

/// What comes out of it; what nothing is known about stays none.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Forecast {
    /// Pages that each day must bring.
    pub pages_a_day_needed: u64,
    /// Pages that a day of work brought.
    pub pages_a_day: Option<f64>,
    /// Days at the pace of the days before.
    pub days_at_this_pace: Option<f64>,
    /// Processor seconds of a page.
    pub cpu_s_per_page: Option<f64>,
    /// Pages that one core recognises in a minute.
    pub pages_per_core_minute: Option<f64>,
    /// Days that the planned cores are busy with the pages.
    pub days_on_cores: Option<f64>,
    /// Cores without which the end is missed.
    pub cores_needed: Option<u32>,
    /// Hours of one core for all pages.
    pub core_hours: Option<f64>,
    /// What they cost, in đồng.
    pub cost: Option<f64>,
}

const SECONDS_OF_HOUR: f64 = 3_600.0;

/// Reckons ahead.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pages and milliseconds of a job stay far below 2^52"
)]
pub fn forecast(pace: &Pace, plan: &Plan) -> Forecast {
    let pages = plan.pages as f64;
    let days = plan.days.max(1);
    let pages_a_day = (pace.days_worked > 0 && pace.pages > 0)
        .then(|| pace.pages as f64 / f64::from(pace.days_worked));
    let cpu_s = (pace.measured > 0 && pace.cpu_ms > 0)
        .then(|| pace.cpu_ms as f64 / 1_000.0 / pace.measured as f64);
    let core_hours = cpu_s.map(|seconds| seconds * pages / SECONDS_OF_HOUR);
    let hours = plan.hours.clamp(0.1, 24.0);
    Forecast {
        pages_a_day_needed: plan.pages.div_ceil(u64::from(days)),
        pages_a_day,
        days_at_this_pace: pages_a_day.map(|a_day| pages / a_day),
        cpu_s_per_page: cpu_s,
        pages_per_core_minute: cpu_s.map(|seconds| 60.0 / seconds),
        days_on_cores: core_hours.map(|all| all / hours / f64::from(plan.cores.max(1))),
        cores_needed: core_hours.map(|all| (all / hours / f64::from(days)).ceil() as u32),
        core_hours,
        cost: core_hours.map(|all| all * plan.core_hour.max(0.0)),
    }
}
