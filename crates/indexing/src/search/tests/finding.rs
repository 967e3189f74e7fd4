use super::*;
use proptest::prelude::*;
use time::macros::date;
use unicode_normalization::UnicodeNormalization;

fn office() -> SearchIndex {
    let mut decision = coded(
        1,
        "123/QĐ-UBND",
        "Quyết định về việc bàn giao đất cho Sở Y tế",
    );
    decision.fields.kind = Some("quyet_dinh".into());
    decision.fields.issuer = Some("Ủy ban nhân dân tỉnh Hòa Bình".into());
    decision.fields.signer = Some("Lê Thị Bình".into());
    decision.fields.register = Some("Văn bản đi 2024".into());
    decision.fields.issued_on = Some(date!(2024 - 03 - 05));
    let mut notice = coded(2, "01/TB-SYT", "Thông báo lịch trực");
    notice.fields.kind = Some("thong_bao".into());
    notice.fields.issuer = Some("Sở Y tế".into());
    notice.fields.signer = Some("Trần Văn Bính".into());
    notice.fields.issued_on = Some(date!(2025 - 09 - 02));
    let mut scan = paper(3, "Báo cáo kết quả kiểm tra vệ sinh", "");
    scan.state = ReadingState::NotYetRead;
    let sale = paper(4, "Kế hoạch bán giao thông", "Việc bán giao tại thị xã.");
    let text = paper(
        5,
        "Công văn",
        "Kính gửi: Sở Y tế.\n\nBan hành kèm theo hướng dẫn phòng cháy.",
    );
    index_of(vec![decision, notice, scan, sale, text])
}

#[test]
fn words_are_anded_over_description_and_text() {
    let index = office();
    assert_eq!(found(&index, "sở y tế phòng cháy"), [5]);
    assert_eq!(found_set(&index, "sở y tế "), [1, 2, 5]);
    assert_eq!(answer(&index, "sở y tế ").total, 3);
}

#[test]
fn full_half_and_no_diacritics_in_any_unicode_form_find_the_paper() {
    let index = office();
    for query in [
        "hướng dẫn phòng cháy",
        "huong dan phong chay",
        "hướng dan phong cháy",
        "HƯỚNG DẪN",
    ] {
        assert_eq!(found(&index, query), [5], "{query}");
        let decomposed: String = query.nfd().collect();
        assert_eq!(found(&index, &decomposed), [5], "{query} decomposed");
    }
}

#[test]
fn old_and_new_tone_placement_find_the_paper() {
    let index = office();
    for query in [
        "hòa bình",
        "hoà bình",
        "\"tỉnh hoà bình\"",
        "uỷ ban",
        "\"ủy ban\"",
    ] {
        assert_eq!(found(&index, query), [1], "{query}");
    }
}

#[test]
fn exact_typing_ranks_exact_first_and_unmarked_typing_finds_both() {
    let index = index_of(vec![
        paper(
            1,
            "Biên bản",
            "Về việc bán giao thông báo bán giao bán giao",
        ),
        paper(
            2,
            "Biên bản",
            "Việc bàn giao hồ sơ và nhiều chữ khác nữa cho dài ra thêm",
        ),
        paper(3, "Biên bản bán giao", "bán giao"),
    ]);
    assert_eq!(found(&index, "bàn giao")[0], 2);
    assert_eq!(found(&index, "bàn giao").len(), 3);
    assert_eq!(found_set(&index, "ban giao"), [1, 2, 3]);
    assert_eq!(found(&index, "bán giao").last(), Some(&2));
}

#[test]
fn each_typed_word_counts_by_itself() {
    let index = index_of(vec![
        paper(1, "a", "bàn giáo"),
        paper(2, "b", "bán giao"),
        paper(3, "c", "bản giáo"),
    ]);
    assert_eq!(found(&index, "ban giáo ").last(), Some(&2));
    assert_eq!(found(&index, "bàn giao ")[0], 1);
}

#[test]
fn phrases_are_exact_where_marks_are_typed() {
    let index = office();
    assert_eq!(found(&index, "\"bàn giao\""), [1]);
    assert_eq!(found(&index, "\"bán giao\""), [4]);
    assert_eq!(found_set(&index, "\"ban giao\""), [1, 4]);
    assert_eq!(
        found(&index, "\"giao bàn\"").len(),
        0,
        "words of a phrase keep their order"
    );
    assert_eq!(
        found(&index, "\"bàn giao đất"),
        [1],
        "a quote that is not closed reaches to the end"
    );
}

#[test]
fn a_phrase_typed_with_wrong_marks_is_folded_and_said() {
    let index = office();
    let answer = answer(&index, "\"bãn giao\"");
    assert_eq!(answer.total, 2);
    assert_eq!(
        answer.relaxed,
        Some(Relaxed::Corrected(vec![(
            "\"bãn giao\"".into(),
            "ban giao".into()
        )]))
    );
}

#[test]
fn minus_leaves_out() {
    let index = office();
    assert_eq!(found_set(&index, "sở y tế -đất "), [2, 5]);
    assert_eq!(found_set(&index, "-\"sở y tế\""), [3, 4]);
    assert_eq!(found_set(&index, "ban giao -loại:QĐ"), [4]);
}

#[test]
fn codes_are_found_by_any_part() {
    let index = office();
    for query in [
        "123/QĐ-UBND",
        "123",
        "QD-UBND",
        "qđ ubnd",
        "123/qd",
        "QÐ-UBND",
        "số:123",
        "so:123/QĐ-UBND",
        "kyhieu:qd-ubnd",
        "code:123/qđ",
        "123/QĐ-UB",
        "số:QĐ-UB",
        "0123/QĐ-UBND",
        "quyet dinh 123",
    ] {
        assert_eq!(found(&index, query), [1], "{query}");
    }
    for query in ["01/TB", "1/TB", "001/TB-SYT", "TB-SYT", "ТВ-SYT"] {
        assert_eq!(found(&index, query), [2], "{query}");
    }
}

#[test]
fn the_code_itself_stands_before_papers_that_mention_it() {
    let mut papers: Vec<_> = (10..30)
        .map(|number| {
            coded(
                number,
                &format!("{number}/QĐ-UBND"),
                "sửa đổi quyết định số 55/QĐ-UBND, 55/QĐ-UBND",
            )
        })
        .collect();
    papers.push(coded(
        99,
        "55/QĐ-UBND",
        "về việc giao đất cho công ty trách nhiệm hữu hạn một thành viên",
    ));
    let index = index_of(papers);
    for query in ["55/QĐ-UBND", "55 qd ubnd", "55/qd"] {
        assert_eq!(found(&index, query)[0], 99, "{query}");
    }
}

#[test]
fn fields_narrow_the_search() {
    let index = office();
    for (query, expected) in [
        ("cq:\"sở y tế\"", vec![2]),
        ("cơ-quan:\"so y te\"", vec![2]),
        ("issuer:hòa", vec![1]),
        ("nk:bình", vec![1]),
        ("nk:bính", vec![2]),
        ("người-ký:binh", vec![1, 2]),
        ("loại:\"thông báo\"", vec![2]),
        ("kind:quyet_dinh", vec![1]),
        ("sổ:\"văn bản đi\"", vec![1]),
        ("register:2024", vec![1]),
        ("tt:\"chưa đọc\"", vec![3]),
        ("state:not_yet_read", vec![3]),
        ("năm:2025", vec![2]),
        ("từ:2025", vec![2]),
        ("đến:05/03/2024", vec![1]),
        ("từ:06/03/2024 đến:31/12/2024", vec![]),
        ("từ:03/2024 đến:03/2024", vec![1]),
        ("trích-yếu:\"lịch trực\"", vec![2]),
    ] {
        assert_eq!(found_set(&index, query), expected, "{query}");
    }
}

#[test]
fn the_last_word_may_be_unfinished() {
    let index = office();
    assert_eq!(found(&index, "phòng ch"), [5]);
    assert_eq!(found(&index, "huong da"), [5]);
    let ended = answer(&index, "phòng ch ");
    assert_eq!(
        ended.relaxed,
        Some(Relaxed::MostWords),
        "a blank ends the word"
    );
    assert!(answer(&index, "phòng ch").relaxed.is_none());
}

#[test]
fn one_slip_in_a_longer_word_is_corrected_and_said() {
    let index = office();
    for (query, typed, taken) in [
        ("phogn cháy", "phogn", "phong"),
        ("kiemm tra vệ sinh ", "kiemm", "kiem"),
    ] {
        let answer = answer(&index, query);
        assert_eq!(answer.total, 1, "{query}");
        assert_eq!(
            answer.relaxed,
            Some(Relaxed::Corrected(vec![(typed.into(), taken.into())]))
        );
    }
    assert!(answer(&index, "phong chay").relaxed.is_none());
}

#[test]
fn a_known_word_with_its_marks_is_never_replaced() {
    let index = office();
    // Both words are known, and no paper has both; «phong» is one letter away.
    let corrected = vec![("thong".into(), "phong".into())];
    let plain = answer(&index, "thong chay ");
    assert_eq!(plain.relaxed, Some(Relaxed::Corrected(corrected)));
    let marked = answer(&index, "thông cháy ");
    assert_eq!(marked.relaxed, Some(Relaxed::MostWords));
}

#[test]
fn telex_keys_are_read_when_nothing_else_is_found() {
    let index = office();
    let answer = answer(&index, "huowngs daanx phongf chays");
    assert_eq!(answer.hits[0].id, id(5));
    assert!(matches!(answer.relaxed, Some(Relaxed::Corrected(ref words)) if words.len() == 4));
}

#[test]
fn most_words_are_enough_when_all_are_nowhere() {
    let index = office();
    let answer = answer(&index, "hướng dẫn phòng cháy rừng ");
    assert_eq!(answer.hits[0].id, id(5));
    assert_eq!(answer.relaxed, Some(Relaxed::MostWords));
    assert_eq!(answer.total, 1);
}

#[test]
fn a_question_is_answered_by_what_its_rare_words_say_however_many_papers_hold_all_words() {
    let scattered = "Tập huấn công tác ghi chép. Hồ sơ nào của cơ quan được nghỉ phép. Ai cũng phải có sổ. Ngày lễ. Bao nhiêu?";
    let mut papers: Vec<_> = (10..40)
        .map(|number| paper(number, "Thông báo", scattered))
        .collect();
    papers.push(paper(
        1,
        "Nghỉ phép",
        "Được bao nhiêu ngày nghỉ phép của công chức: mười hai ngày nghỉ phép.",
    ));
    let index = index_of(papers);
    let question = "công tác được bao nhiêu ngày nghỉ phép của cơ quan ";
    let first = answer(&index, question);
    assert_eq!(first.relaxed, Some(Relaxed::MostWords));
    assert_eq!(first.hits[0].id, id(1));
    let narrowed = answer(&index, &format!("{question}-\"công chức\""));
    assert_eq!((narrowed.total, narrowed.relaxed), (30, None));
}

#[test]
fn a_question_mark_makes_a_question_of_fewer_words() {
    let index = office();
    let asked = answer(&index, "bàn giao đất nào?");
    assert_eq!(asked.relaxed, Some(Relaxed::MostWords));
    assert!(asked.total > 0);
    let short = answer(&index, "bàn giao?");
    assert_eq!(short.relaxed, None);
}

#[test]
fn a_sentence_that_stands_somewhere_is_not_taken_as_a_question() {
    let index = office();
    let answer = answer(&index, "quyết định về việc bàn giao đất cho sở y tế");
    assert_eq!((answer.total, answer.relaxed), (1, None));
}

#[test]
fn nothing_typed_lists_everything_newest_first() {
    let index = office();
    for query in ["", "   ", "- -", "\"\"", "?!…", "-"] {
        assert_eq!(found(&index, query), [5, 4, 3, 2, 1], "{query}");
    }
}

#[test]
fn dates_order_the_hits() {
    let index = office();
    let sorted = |sort| {
        let answer = index
            .search(&Request {
                sort,
                ..request("sở y tế ")
            })
            .unwrap();
        answer
            .hits
            .into_iter()
            .map(|hit| hit.id.0.as_u128())
            .collect::<Vec<_>>()
    };
    assert_eq!(sorted(Sort::Newest), [5, 2, 1]);
    assert_eq!(sorted(Sort::Oldest), [1, 2, 5]);
}

#[test]
fn facets_count_within_filters_and_lift_their_own() {
    let index = office();
    let ask = |filters| {
        index
            .search(&Request {
                filters,
                with_facets: true,
                ..request("sở y tế ")
            })
            .unwrap()
    };
    let all = ask(Filters::default());
    assert_eq!(
        all.facets["kind"],
        [("quyet_dinh".to_owned(), 1), ("thong_bao".to_owned(), 1)]
    );
    assert_eq!(all.facets["state"], [("read".to_owned(), 3)]);
    let chosen = ask(Filters {
        kinds: vec!["thong_bao".into()],
        ..Filters::default()
    });
    assert_eq!(chosen.total, 1);
    assert_eq!(chosen.facets["kind"].len(), 2, "its own choice is lifted");
    assert_eq!(chosen.facets["year"], [("2025".to_owned(), 1)]);
    let dated = ask(Filters {
        from: Some(date!(2025 - 01 - 01)),
        ..Filters::default()
    });
    assert_eq!(dated.total, 1);
}

#[test]
fn the_page_of_the_best_passage_is_told() {
    let mut long = paper(1, "Nghị quyết", "Phòng họp số một, trang đầu.");
    long.pages.push(PageText {
        file: 0,
        number: 2,
        text: "Điều 3. Công tác phòng cháy, chữa cháy rừng.".into(),
    });
    long.pages.push(PageText {
        file: 1,
        number: 4,
        text: "Phụ lục về rừng".into(),
    });
    let index = index_of(vec![long]);
    let place = |query| answer(&index, query).hits[0].place;
    assert_eq!(place("phong chay"), Some((0, 2)));
    assert_eq!(place("\"chữa cháy rừng\""), Some((0, 2)));
    assert_eq!(place("phụ lục"), Some((1, 4)));
    assert_eq!(
        place("nghị quyết"),
        None,
        "the words stand in the subject only"
    );
}

#[test]
fn marks_find_the_passage_of_the_hit() {
    let index = office();
    let answer = answer(&index, "phong chay");
    let parts = answer
        .marks
        .passage("Ban hành hướng dẫn phòng cháy.", 100)
        .unwrap();
    let marked: Vec<_> = parts
        .iter()
        .filter(|part| part.1)
        .map(|part| part.0.as_str())
        .collect();
    assert_eq!(marked, ["phòng", "cháy"]);
}

#[test]
fn a_changed_paper_is_found_by_its_new_words_only() {
    let index = office();
    index
        .apply(
            vec![
                Change::Put(Box::new(paper(5, "Công văn", "nội dung mới"))),
                Change::Remove(id(4)),
            ],
            &Positions::new(),
        )
        .unwrap();
    assert_eq!(found(&index, "\"nội dung mới\""), [5]);
    assert_eq!(found(&index, "\"phòng cháy\"").len(), 0);
    assert_eq!(index.count(), 4);
}

#[test]
fn why_tells_the_clauses_and_their_sum() {
    let index = office();
    let why = index
        .why(&request("bàn giao loại:QĐ"), id(1))
        .unwrap()
        .unwrap();
    let told: Vec<_> = why
        .clauses
        .iter()
        .map(|c| (c.text.as_str(), c.field.as_str(), c.how.as_str()))
        .collect();
    for expected in [
        ("bàn", "text", "exact"),
        ("bàn", "text", "folded"),
        ("bàn giao", "text", "adjacent"),
        ("giao", "subject", "folded"),
        ("loại:QĐ", "kind", "filter"),
    ] {
        assert!(told.contains(&expected), "{expected:?} in {told:?}");
    }
    let sum: f32 = why.clauses.iter().map(|clause| clause.score).sum();
    assert!((sum - why.score).abs() < 0.01, "{sum} {}", why.score);
    assert_eq!(index.why(&request("bàn giao"), id(2)).unwrap(), None);
}

#[test]
fn a_query_of_100_kb_is_refused_with_its_code() {
    let index = office();
    for query in [
        "x".repeat(100_000),
        "\"".repeat(100_000),
        "- ".repeat(50_000),
        "ế ".repeat(400),
    ] {
        let error = index.search(&request(&query)).unwrap_err();
        assert!(matches!(
            error,
            SearchFault::Query {
                code: "search.query_long",
                ..
            }
        ));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_query_is_answered_or_refused(query in "[-\":a-zđơ0-9/ .,*()\\\\“]{0,40}|\\PC{0,30}") {
        let index = index_of(vec![paper(1, "Quyết định", "về việc bàn giao")]);
        match index.search(&request(&query)) {
            Ok(_) | Err(SearchFault::Query { .. }) => {}
            Err(SearchFault::Index(error)) => prop_assert!(false, "{}", error),
        }
    }
}
