//! Words that papers repeat, whose marks a recogniser gets wrong: two words that without marks can be
//! only one thing get their marks back. Letter case stays as it was read.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lines::{folded, folded_char, is_capitals};
use super::names::{AGENCIES, PROVINCES};
use crate::reading::text::syllables::is_syllable;

/// Pairs of words of administration that nothing else is spelt like without marks.
const PAIRS: &str = "kế hoạch, tổ chức, bổ sung, sửa đổi, tổng kết, sơ kết, hội nghị, phòng chống, phòng cháy, \
chữa cháy, bảo vệ, bảo đảm, đảm bảo, thực hiện, triển khai, hướng dẫn, quy định, quyết định, nghị quyết, nghị định, \
thông tư, chỉ thị, thông báo, báo cáo, tờ trình, công văn, công điện, chương trình, đề án, kết luận, kết quả, \
kiểm tra, thanh tra, giám sát, xử lý, vi phạm, pháp luật, hành chính, thủ tục, cải cách, công tác, công chức, \
viên chức, cán bộ, lãnh đạo, chỉ đạo, điều hành, nhiệm vụ, quyền hạn, chức năng, cơ cấu, bộ máy, nhân sự, \
bổ nhiệm, miễn nhiệm, bầu cử, phê chuẩn, phê duyệt, ban hành, sửa chữa, bãi bỏ, thay thế, hiệu lực, thi hành, \
xây dựng, quản lý, nhà nước, chính phủ, quốc hội, nhân dân, ủy ban, hội đồng, thành phố, địa phương, địa bàn, \
trực thuộc, trung ương, nông nghiệp, nông thôn, công nghiệp, thương mại, dịch vụ, tài chính, ngân sách, kinh phí, \
dự toán, quyết toán, toán chi, chi thường, thường xuyên, chi phí, \
đầu tư, đấu thầu, đất đai, môi trường, tài nguyên, khoáng sản, giao thông, vận tải, y tế, \
giáo dục, đào tạo, văn hóa, thể thao, du lịch, thông tin, truyền thông, khoa học, công nghệ, chuyển đổi, \
an toàn, an ninh, trật tự, quốc phòng, quân sự, biên giới, cửa khẩu, kinh tế, xã hội, lao động, việc làm, \
bảo hiểm, tiền lương, phụ cấp, chế độ, chính sách, ưu đãi, người có, thực phẩm, vệ sinh, dịch bệnh, sốt xuất, \
xuất huyết, tay chân, chân miệng, tiêm chủng, bệnh viện, khám bệnh, chữa bệnh, thuốc men, mỹ phẩm, dược phẩm, \
tập huấn, bồi dưỡng, hội thảo, cuộc họp, tham dự, tham gia, góp ý, ý kiến, lấy ý, đề nghị, đề xuất, kiến nghị, \
khen thưởng, kỷ luật, thi đua, sáng kiến, công nhận, thành lập, giải thể, kiện toàn, ban chỉ, tiểu ban, \
tăng cường, đẩy mạnh, nâng cao, chất lượng, hiệu quả, phát triển, bền vững, hội nhập, quốc tế, hợp tác, \
phối hợp, liên ngành, liên tịch, số lượng, danh mục, danh sách, tiêu chuẩn, tiêu chí, quy chuẩn, kỹ thuật, \
quy chế, quy hoạch, quy trình, điều lệ, phí và, lệ phí, thu phí, mức thu, nộp ngân, sử dụng, thẩm quyền, \
cấp phép, giấy phép, đăng ký, kê khai, xác nhận, công bố, công khai, minh bạch, tham nhũng, tiết kiệm, \
lãng phí, khiếu nại, tố cáo, tiếp công, giải quyết, tranh chấp, hòa giải, trợ giúp, hỗ trợ, cứu trợ, \
thiên tai, bão lụt, tìm kiếm, cứu nạn, hạt giống, cây trồng, chăn nuôi, thú y, thủy sản, thủy lợi, lâm nghiệp, \
rừng phòng, tổng cục, tổng công, công ty, doanh nghiệp, cổ phần, phần hóa, phần hoá, nhiệm kỳ, thành viên, chủ tịch, phó chủ, giám đốc, \
bộ trưởng, thứ trưởng, thủ tướng, trưởng phòng, văn phòng, nghiệp vụ, tháng hành, hành động, bình đẳng, bạo lực, \
phụ nữ, trẻ em, thanh niên, người cao, cao tuổi, khuyết tật, dân tộc, tôn giáo, dân số, gia đình, sinh sản, \
học sinh, sinh viên, giáo viên, nhà giáo, tuyển sinh, tuyển dụng, tuyển chọn, thi tuyển, xét tuyển, học phí, \
tết nguyên, nguyên đán, nghỉ lễ, ngày lễ, kỷ niệm, lễ hội, chiến thắng, liệt sĩ, thương binh, cách mạng, \
đổi mới, sáng tạo, đô thị, loại i, nước sạch, điện lực, năng lượng, xăng dầu, giá cả, thị trường, hàng hóa, hàng hoá, \
nhập khẩu, xuất khẩu, hải quan, thuế giá, hóa chất, hoá chất, khu kinh, khu công, cơ sở, cơ quan, đơn vị, cá nhân, \
tiếp cận, cộng đồng, can thiệp, giảm tác, tác hại, lây nhiễm, dự phòng, điều trị, chăm sóc, sức khỏe, sức khoẻ, \
đánh giá, phân loại, chuyên môn, chuyên ngành, hoạt động, tình hình, thực trạng, nghiên cứu, dự thảo, dự án, \
đơn giản, giản hoá, giản hóa, giai đoạn, đến năm, định hướng, tầm nhìn, chiến lược, thời kỳ, hằng năm, hàng năm, quý i, \
nghĩa vụ, trách nhiệm, quyền lợi, hợp đồng, thỏa thuận, điều ước, tối cao, mặt trận, tổ quốc, đoàn thể, \
việt nam, cộng hòa, chủ nghĩa, giấy mời, thư mời, quyền hạn, nhân lực, công dân, hộ tịch, cư trú, căn cước, \
vắc xin, dừng nghiên, tiểu học, mầm non, trung học, phổ thông, phổ cập, đại học, cao đẳng, thủ đô, mục đích, chuyển mục, đất trồng, trồng lúa";

/// Words before a number, a name or a year.
const BEFORE: [(&str, &str); 2] = [("UBND", "tỉnh"), ("HĐND", "tỉnh")];

/// Two words with their marks by the same without.
type Marks = HashMap<(String, String), (&'static str, &'static str)>;

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let listed = PAIRS.split(',').map(str::trim);
    let named = AGENCIES.iter().chain(PROVINCES).copied();
    let mut marks = HashMap::new();
    for text in listed.chain(named) {
        let words: Vec<&'static str> = text.split_whitespace().collect();
        for pair in words.windows(2) {
            let key = (folded(pair[0]), folded(pair[1]));
            marks.entry(key).or_insert((pair[0], pair[1]));
        }
    }
    marks
});

/// The text with the marks of known words.
pub fn mended(text: &str) -> String {
    let parted: Vec<String> = text.split_whitespace().map(without_points).collect();
    let parted = parted.join(" ");
    let mut words: Vec<String> = parted.split(' ').map(mended_letters).collect();
    for at in 1..words.len() {
        mend_pair(&mut words, at);
        let (left, right) = (bare(&words[at - 1]), bare(&words[at]));
        let Some((first, second)) = known_pair(left, right) else {
            continue;
        };
        // «Toà» and «Tòa» are both right.
        let (first, second) = (first.to_lowercase(), second.to_lowercase());
        words[at - 1] = remarked(&words[at - 1], &first);
        words[at] = remarked(&words[at], &second);
    }
    words.join(" ")
}

/// The listed pair that two words are. A recogniser often takes «ô» for «ê», and never the other way.
fn known_pair(left: &str, right: &str) -> Option<(&'static str, &'static str)> {
    let of = |left: String, right: String| MARKS.get(&(left, right)).copied();
    let (plain_left, plain_right) = (folded(left), folded(right));
    let found = of(plain_left.clone(), plain_right.clone());
    found
        .or_else(|| of(with_o(left)?, plain_right))
        .or_else(|| of(plain_left, with_o(right)?))
}

/// A word with «ô» where it has «ê», without marks.
fn with_o(word: &str) -> Option<String> {
    let round = |c: char| {
        if "êếềểễệÊẾỀỂỄỆ".contains(c) {
            'O'
        } else {
            folded_char(c)
        }
    };
    let read: String = word.chars().map(round).collect();
    (read != folded(word)).then_some(read)
}

/// Letters that no Vietnamese word has stand for digits, and an abbreviation for what it can only be.
fn mended_letters(word: &str) -> String {
    let word = in_one_case(&word.replace('Š', "5").replace('§', "8"));
    match word.rsplit_once("-TT") {
        Some((number, rest)) if number.contains('/') && rest.chars().count() <= 2 => {
            let sign = rest.trim_start_matches(char::is_alphanumeric);
            format!("{number}-TTg{sign}")
        }
        _ => word,
    }
}

/// A word with capitals inside is no name: «viỆc».
fn in_one_case(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    let small: String = letters.as_str().to_lowercase();
    let is_odd = first.is_some_and(char::is_lowercase) && small != letters.as_str();
    if is_odd && is_syllable(bare(word)) {
        first.into_iter().collect::<String>() + &small
    } else {
        word.to_owned()
    }
}

/// A point between two words, which a scan has instead of the blank.
fn without_points(word: &str) -> String {
    match word.split_once('.') {
        Some((left, right))
            if [left, right].iter().all(|half| {
                half.chars().count() > 1
                    && is_syllable(bare(half))
                    && half.chars().skip(1).any(char::is_lowercase)
            }) =>
        {
            format!("{left} {right}")
        }
        _ => word.to_owned(),
    }
}

/// «sô 14/2013», «UBND tính».
fn mend_pair(words: &mut [String], at: usize) {
    let is_number =
        words[at].starts_with(|c: char| c.is_ascii_digit()) && words[at].contains(['/', '-']);
    if is_number && folded(&words[at - 1]) == "SO" {
        words[at - 1] = remarked(&words[at - 1], "số");
    }
    for (before, word) in BEFORE {
        if bare(&words[at - 1]) == before && folded(bare(&words[at])) == folded(word) {
            words[at] = remarked(&words[at], word);
        }
    }
    if at == 1
        && folded(bare(&words[1])) == "VIEC"
        && (matches!(folded(&words[0]).as_str(), "VE" | "VA" | "VI")
            || !is_syllable(bare(&words[0])))
    {
        words[0] = remarked(&words[0], "về");
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A word with the letters of another, in its own letter case, between its own signs.
fn remarked(word: &str, letters: &str) -> String {
    let own = bare(word);
    if own.is_empty() || own.to_lowercase() == letters || tone_moved(own, letters) {
        return word.to_owned();
    }
    let cased = if is_capitals(own, false) && own.chars().count() > 1 {
        letters.to_uppercase()
    } else if own.starts_with(char::is_uppercase) {
        let mut rest = letters.chars();
        let first: String = rest
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        first + rest.as_str()
    } else {
        letters.to_owned()
    };
    word.replacen(own, &cased, 1)
}

/// Whether two words differ only in the letter that bears the tone: hoà, hòa.
pub fn tone_moved(left: &str, right: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.to_lowercase().nfd().collect();
        letters.sort_unstable();
        letters
    };
    sorted(left) == sorted(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_get_their_marks_back() {
        assert_eq!(
            mended("Về việc bỗ sung kê hoạch tông kết"),
            "Về việc bổ sung kế hoạch tổng kết"
        );
        assert_eq!(mended("Ủy.ban viỆc làm, TP.HCM"), "Ủy ban việc làm, TP.HCM");
        assert_eq!(
            mended("bê sung đồ án, thành phế"),
            "bổ sung đồ án, thành phố"
        );
        assert_eq!(mended("SỞ Y TẺ"), "SỞ Y TẾ");
        assert_eq!(mended("UBND TÍNH KIEN GIANG"), "UBND TỈNH KIÊN GIANG");
        assert_eq!(
            mended("va việc Š năm theo sô 14/2013/QĐ-TTs,"),
            "về việc 5 năm theo số 14/2013/QĐ-TTg,"
        );
        assert_eq!(mended("Uỷ ban, quyên sách"), "Uỷ ban, quyên sách");
    }
}
