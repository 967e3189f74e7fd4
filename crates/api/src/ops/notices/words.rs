//! What a notice says in a mail or a push, in Vietnamese: what it is about in general, and the
//! number of the paper. Never its subject, its words or its issuer.

use time::OffsetDateTime;
use time::macros::format_description;
use workflow::calendar::VIETNAM;
use workflow::documents::Urgency;
use workflow::notices::Code;
use workflow::work::TaskKind;

/// The sentence of a notice, without its paper.
pub(super) fn sentence(code: Code, kind: Option<TaskKind>) -> &'static str {
    match code {
        Code::Escalated => "Văn bản quá hạn cần lãnh đạo quan tâm",
        Code::Overdue => "Bạn có 1 văn bản đã quá hạn xử lý",
        Code::DueSoon => "Bạn có 1 văn bản sắp đến hạn xử lý",
        Code::Returned => "Việc bạn giao được trả lại",
        Code::Refused => "Việc bạn giao bị từ chối",
        Code::SentBack => "Văn bản được trả lại để làm lại",
        Code::Corrected => "Việc giao cho bạn đã được giao lại, nội dung có thay đổi",
        Code::TakenBack => "Việc giao cho bạn đã được thu lại",
        Code::TimeGranted => "Đề nghị gia hạn của bạn được chấp thuận",
        Code::TimeRefused => "Đề nghị gia hạn của bạn không được chấp thuận",
        Code::StampFailed => "Chưa ghi được số và ngày vào văn bản chờ phát hành",
        Code::RecallRefused => "Cơ quan nhận không đồng ý trả lại văn bản đã thu hồi",
        Code::Recalled => "Văn bản đã bị thu hồi",
        Code::Replaced => "Văn bản đã được thay thế bằng văn bản khác",
        Code::CorrectedByLetter => "Văn bản đã được đính chính bằng công văn",
        Code::Delegated => "Bạn được ủy quyền xử lý thay đồng nghiệp",
        Code::Opened => waits(kind),
    }
}

fn waits(kind: Option<TaskKind>) -> &'static str {
    match kind {
        Some(TaskKind::Inform) => "Bạn có 1 văn bản gửi để biết",
        Some(TaskKind::Support) => "Bạn có 1 văn bản mới cần phối hợp xử lý",
        Some(TaskKind::Confirm) => "Bạn có 1 kết quả xử lý chờ xác nhận",
        Some(TaskKind::Extension) => "Bạn có 1 đề nghị gia hạn chờ quyết định",
        Some(TaskKind::Opinion) => "Bạn có 1 dự thảo chờ góp ý",
        Some(TaskKind::Initial | TaskKind::Content | TaskKind::Form | TaskKind::Final) => {
            "Bạn có 1 dự thảo chờ duyệt"
        }
        Some(TaskKind::Draft) => "Bạn có 1 dự thảo cần soạn",
        Some(TaskKind::Number | TaskKind::Dispatch) => "Bạn có 1 văn bản chờ phát hành",
        _ => "Bạn có 1 văn bản mới chờ xử lý",
    }
}

/// The mark of an urgency (NĐ 30/2020 Phụ lục I); none for a paper without one.
pub(super) fn mark(urgency: Urgency) -> Option<&'static str> {
    match urgency {
        Urgency::Normal => None,
        Urgency::Urgent => Some("KHẨN"),
        Urgency::VeryUrgent => Some("THƯỢNG KHẨN"),
        Urgency::Flash => Some("HỎA TỐC"),
    }
}

/// The name of an urgency, above a group of lines.
pub(super) fn level(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Normal => "Thường",
        Urgency::Urgent => "Khẩn",
        Urgency::VeryUrgent => "Thượng khẩn",
        Urgency::Flash => "Hỏa tốc",
    }
}

/// A day as people write it: `23/11/2026`.
pub(super) fn day(at: OffsetDateTime) -> String {
    let form = format_description!("[day]/[month]/[year]");
    at.to_offset(VIETNAM).format(&form).unwrap_or_default()
}
