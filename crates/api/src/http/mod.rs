//! HTTP: parses, finds out who calls, calls an operation, puts the answer in JSON. Nothing is
//! decided here.

#![expect(
    clippy::result_large_err,
    reason = "what a handler refuses with is a whole answer"
)]

mod access;
mod actions;
mod admin;
mod assets;
mod audit;
mod batch_view;
mod batches;
mod bulk;
mod calendar;
mod caller;
mod connections;
mod dates;
mod delegations;
mod documents;
mod draft_actions;
mod draft_list;
mod drafts;
mod events;
mod exchange;
mod file_view;
mod files;
mod follows;
mod forecast;
mod guards;
mod health;
mod identity;
mod inbox;
mod ink;
mod input;
mod instructions;
mod late;
mod notice_choices;
mod notice_stream;
mod notices;
mod openapi;
mod opening;
mod organisations;
mod passkeys;
mod printing;
pub mod problem;
mod push;
mod quality;
mod quality_samples;
mod registers;
mod registrations;
mod reminders;
mod routes;
mod search;
mod shelves;
mod staff;
mod statistics;
mod suggestions;
mod tokens;
mod totp;
mod undo;
mod uploads;
mod widenings;
mod words;
mod work;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use connections::serve;
pub use openapi::document as openapi_document;

use crate::ops::App;
use crate::ops::quality::SHELF_LIST_MAX_BYTES;

/// What the handlers share.
#[derive(Clone)]
pub struct State {
    /// The office.
    pub app: App,
    guards: guards::Guards,
    metrics: Option<metrics_exporter_prometheus::PrometheusHandle>,
}

/// What a page may load: itself only.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' blob: data:; \
    style-src 'self'; script-src 'self'; connect-src 'self'; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The whole server.
pub fn router(app: App, metrics: Option<metrics_exporter_prometheus::PrometheusHandle>) -> Router {
    let guards = guards::Guards::new(app.config());
    let limits = app.config().limits.clone();
    let state = State {
        app,
        guards,
        metrics,
    };
    let (json, _) = json_routes().split_for_parts();
    let (streams, _) = stream_routes().split_for_parts();
    let json = json
        .layer(RequestBodyLimitLayer::new(limits.body_bytes))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(limits.request_timeout_s),
        ));
    Router::new()
        .nest(
            "/api/v1",
            json.merge(streams)
                .fallback(problem::unknown_route)
                .layer(middleware::map_response(problem::complete)),
        )
        .merge(openapi::routes())
        .merge(health::routes())
        .fallback(opening::serve)
        .layer(middleware::from_fn_with_state(
            state.clone(),
            guards::measure_and_limit,
        ))
        .layer(CatchPanicLayer::custom(problem::after_panic))
        .layer(compression())
        .layer(set(
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        ))
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(set(header::REFERRER_POLICY, "same-origin"))
        .with_state(state)
}

fn set(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// JSON and pages are compressed; pictures and originals are as they are.
fn compression() -> CompressionLayer<impl Predicate> {
    let originals = NotForContentType::const_new("application/pdf")
        .and(NotForContentType::const_new("application/octet-stream"))
        .and(NotForContentType::const_new("text/event-stream"));
    CompressionLayer::new()
        .quality(tower_http::CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(originals))
}

/// Routes of batches of scans.
fn batch_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(batches::open_batch, batches::list_batches))
        .routes(routes!(batches::show_batch))
        .routes(routes!(batches::change_batch))
        .routes(routes!(batches::undo_batch))
        .routes(routes!(batches::scan_picture))
        .routes(routes!(batches::separator_sheets))
        .merge(quality_routes())
}

/// Routes of the quality of digitisation.
fn quality_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(quality::list_quality_work))
        .routes(routes!(quality::show_suggestion_rates))
        .routes(routes!(quality_samples::show_sample_size))
        .routes(routes!(
            quality_samples::list_samples,
            quality_samples::draw_sample
        ))
        .routes(routes!(quality_samples::take_item))
        .routes(routes!(quality_samples::item_picture))
        .routes(routes!(quality_samples::key_item))
        .routes(routes!(quality_samples::list_differences))
        .routes(routes!(quality_samples::judge_item))
        .routes(routes!(quality_samples::show_sample_rates))
        .routes(routes!(forecast::show_forecast))
}

/// Routes of lists of shelves, which may be long.
fn shelf_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(shelves::put_shelf_list, shelves::show_shelf_list))
        .routes(routes!(shelves::shelf_sheet))
        .routes(routes!(shelves::shelf_csv))
        .layer(DefaultBodyLimit::max(SHELF_LIST_MAX_BYTES + 1))
}

/// Routes that take and give JSON.
fn json_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(
            identity::sign_in,
            identity::view_me,
            identity::sign_out
        ))
        .routes(routes!(identity::change_password))
        .routes(routes!(identity::reset_password))
        .routes(routes!(identity::list_sessions))
        .routes(routes!(identity::revoke_session))
        .routes(routes!(identity::list_sign_ins))
        .routes(routes!(tokens::list_tokens, tokens::make_token))
        .routes(routes!(tokens::revoke_token))
        .routes(routes!(passkeys::list_passkeys, passkeys::add_passkey))
        .routes(routes!(passkeys::begin_passkey))
        .routes(routes!(passkeys::remove_passkey))
        .routes(routes!(passkeys::begin_sign_in))
        .routes(routes!(passkeys::sign_in))
        .routes(routes!(passkeys::clear_factors))
        .routes(routes!(
            totp::show_code,
            totp::begin_code,
            totp::confirm_code
        ))
        .routes(routes!(totp::remove_code))
        .routes(routes!(documents::list_documents))
        .routes(routes!(documents::show_document, documents::edit_document))
        .routes(routes!(documents::list_events))
        .routes(routes!(suggestions::list_suggestions))
        .routes(routes!(documents::list_kinds))
        .routes(routes!(work::show_work))
        .routes(routes!(actions::act))
        .routes(routes!(undo::undo))
        .routes(routes!(work::list_colleagues))
        .routes(routes!(inbox::list_inbox))
        .routes(routes!(inbox::count_inbox))
        .routes(routes!(follows::list_follows))
        .routes(routes!(follows::follow, follows::unfollow))
        .routes(routes!(bulk::act_on_all))
        .merge(instruction_routes())
        .merge(date_routes())
        .merge(rights_routes())
        .merge(notice_routes())
        .routes(routes!(files::list_pages))
        .routes(routes!(files::show_page))
        .routes(routes!(files::page_picture))
        .routes(routes!(files::first_picture))
        .routes(routes!(ink::list_ink))
        .routes(routes!(ink::save_ink))
        .routes(routes!(search::search))
        .routes(routes!(search::why))
        .routes(routes!(search::list_saved, search::save))
        .routes(routes!(search::forget))
        .routes(routes!(organisations::list_units, organisations::add_unit))
        .routes(routes!(
            organisations::list_people,
            organisations::add_person
        ))
        .routes(routes!(staff::end_person))
        .routes(routes!(staff::view_waiting, staff::hand_over))
        .routes(routes!(staff::appoint))
        .routes(routes!(staff::end_holding))
        .routes(routes!(calendar::show_calendar))
        .routes(routes!(calendar::put_day, calendar::remove_day))
        .routes(routes!(calendar::set_hours))
        .routes(routes!(
            organisations::show_organisation,
            organisations::abbreviate_organisation
        ))
        .routes(routes!(organisations::abbreviate_unit))
        .routes(routes!(draft_list::list_agencies))
        .merge(register_routes())
        .routes(routes!(draft_list::list_drafts, drafts::begin_draft))
        .routes(routes!(drafts::show_draft))
        .routes(routes!(drafts::compare_versions))
        .routes(routes!(draft_actions::act_on_draft))
        .routes(routes!(routes::list_routes, routes::begin_route))
        .routes(routes!(routes::check_route))
        .routes(routes!(routes::set_outgoing))
        .routes(routes!(routes::write_route, routes::end_route))
        .routes(routes!(routes::publish_route))
        .routes(routes!(admin::list_dead_jobs))
        .routes(routes!(admin::revive_job))
        .routes(routes!(admin::view_status))
        .routes(routes!(admin::view_notice_figures))
        .routes(routes!(audit::list_audit))
        .routes(routes!(audit::prove_audit))
}

/// Routes of templates of instructions.
fn instruction_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(
            instructions::list_templates,
            instructions::keep_template
        ))
        .routes(routes!(
            instructions::rewrite_template,
            instructions::end_template
        ))
        .routes(routes!(instructions::offer_templates))
        .merge(batch_routes())
}

/// Routes of what is late, what was in time, and reminders.
fn date_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(late::list_late))
        .routes(routes!(late::list_late_groups))
        .routes(routes!(statistics::show_figures))
        .routes(routes!(statistics::list_figure_papers))
        .routes(routes!(reminders::show_reminders, reminders::set_reminders))
}

/// Routes of registers and their numbers.
fn register_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(
            registers::list_registers,
            registers::define_register
        ))
        .routes(routes!(
            registers::show_register,
            registers::redefine_register
        ))
        .routes(routes!(registers::list_years, registers::open_year))
        .routes(routes!(registers::close_year))
        .routes(routes!(registrations::list_entries))
        .routes(routes!(registrations::reserve_numbers))
        .routes(routes!(registrations::give_up_number))
        .routes(routes!(registrations::cancel_number))
        .routes(routes!(registrations::register_document))
        .routes(routes!(registrations::find_doubles))
}

/// Routes of who stands in for whom, who may read and why, and who has opened what.
fn rights_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(
            delegations::list_delegations,
            delegations::give_delegation
        ))
        .routes(routes!(delegations::end_delegation))
        .routes(routes!(access::list_readers))
        .routes(routes!(access::show_reader))
        .routes(routes!(access::list_views))
        .routes(routes!(widenings::list_widenings, widenings::ask_widening))
        .routes(routes!(widenings::list_pending_widenings))
        .routes(routes!(widenings::decide_widening))
        .routes(routes!(widenings::end_widening))
}

/// Routes of what people are told, and how they want to hear of it.
fn notice_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(notices::list_notices))
        .routes(routes!(notices::count_notices))
        .routes(routes!(notices::see_notices))
        .routes(routes!(
            notice_choices::show_preferences,
            notice_choices::set_preferences
        ))
        .routes(routes!(push::show_key))
        .routes(routes!(
            push::list_devices,
            push::add_device,
            push::remove_device
        ))
        .routes(routes!(push::test_devices))
}

/// Routes whose bodies or answers may be long: they stream, and have limits of their own.
fn stream_routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(files::content))
        .routes(routes!(files::searchable_copy))
        .routes(routes!(printing::print_register))
        .routes(routes!(printing::arrival_copy))
        .routes(routes!(statistics::export_figures))
        .routes(routes!(quality::batch_report))
        .merge(shelf_routes())
        .routes(routes!(events::listen))
        .routes(routes!(notice_stream::listen))
        .routes(routes!(uploads::create, uploads::options))
        .routes(routes!(
            uploads::receive,
            uploads::progress,
            uploads::discard
        ))
}
