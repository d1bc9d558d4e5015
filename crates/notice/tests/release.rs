//! The release table and the lane table of notices.md, row by row.

use crate::files::{sample, sample_charter};
use crate::forge::forge;
use notice::Draft;
use notice::registry::spec;
use notice::release::{counts_as_flash, lane, passes_suspension, release};
use notice::spec::Release;
use notice::vocabulary::{AuthorityLevel, Lane, NoticeType, Precedence};

fn rule(draft: &Draft) -> Release {
    release(spec(draft.kind).expect("served"), draft)
}

fn with_precedence(kind: NoticeType, precedence: Precedence) -> Draft {
    let mut draft = sample(kind);
    draft.envelope.precedence = precedence;
    draft
}

#[test]
fn acknowledging_reading_back_asking_and_handing_over_take_one_officer_even_at_flash() {
    for kind in [NoticeType::L2, NoticeType::L3, NoticeType::L4] {
        assert_eq!(rule(&with_precedence(kind, Precedence::Flash)), Release::One, "{kind}");
    }
    let roster =
        forge(NoticeType::L6).set("content.A.verb", "\"ROSTER\"").set("envelope.precedence", "\"Z\"");
    assert_eq!(rule(&roster.draft()), Release::One);
}

#[test]
fn taking_back_takes_one_officer_and_a_seal_and_the_seal_takes_one() {
    assert_eq!(rule(&sample(NoticeType::L5)), Release::OneThenSeal);
    assert_eq!(rule(&forge(NoticeType::L5).set("content.A", "\"CONFIRM\"").draft()), Release::One);
    assert_eq!(
        rule(&forge(NoticeType::L6).set("content.A.verb", "\"RESUME\"").draft()),
        Release::OneThenSeal
    );
}

#[test]
fn a_red_line_takes_two_officers_one_of_them_senior_at_any_precedence() {
    for precedence in [Precedence::Flash, Precedence::Deferred] {
        let two = Release::TwoWith(AuthorityLevel::Senior);
        assert_eq!(rule(&with_precedence(NoticeType::T1, precedence)), two);
    }
}

#[test]
fn every_other_flash_takes_two_and_anything_else_one_who_did_not_draft_it() {
    for kind in [NoticeType::T3, NoticeType::E1] {
        assert_eq!(rule(&with_precedence(kind, Precedence::Flash)), Release::Two, "{kind}");
        assert_eq!(rule(&with_precedence(kind, Precedence::Immediate)), Release::DraftedByAnother, "{kind}");
    }
    let answer =
        forge(NoticeType::L4).set("content.A", "\"ANSWER\"").set("content.D", "{ count = 2 }").draft();
    assert_eq!(rule(&answer), Release::DraftedByAnother);
}

#[test]
fn floor_and_service_have_their_lane_and_the_rest_go_by_precedence() {
    let of = |kind, precedence| lane(spec(kind).expect("served"), precedence);
    assert_eq!(of(NoticeType::L5, Precedence::Routine), Lane::Floor);
    assert_eq!(of(NoticeType::L6, Precedence::Deferred), Lane::Floor);
    assert_eq!(of(NoticeType::L3, Precedence::Flash), Lane::Service);
    let by_precedence: Vec<_> = Precedence::ALL.iter().map(|p| of(NoticeType::E1, *p).number()).collect();
    assert_eq!(by_precedence, [1, 2, 3, 4, 5]);
}

#[test]
fn a_correction_never_counts_as_flash_and_the_floor_passes_a_suspension() {
    assert!(!counts_as_flash(&with_precedence(NoticeType::L5, Precedence::Flash)));
    assert!(counts_as_flash(&with_precedence(NoticeType::E1, Precedence::Flash)));
    let charter = sample_charter().parameters().expect("whole");
    assert!(passes_suspension(NoticeType::L5, &charter) && passes_suspension(NoticeType::A5, &charter));
    assert!(!passes_suspension(NoticeType::T1, &charter));
}

#[test]
fn of_a_response_only_the_threat_counts_and_only_standing_down_goes_with_one_seal() {
    let verb = |verb: &str| forge(NoticeType::A4).set("content.V", &format!("\"{verb}\"")).draft();
    assert_eq!(rule(&verb("PENDING")), Release::TwoWith(AuthorityLevel::Senior));
    assert_eq!(rule(&verb("STOOD-DOWN")), Release::OneThenSeal);
    for later in ["POSTPONED", "CHANGED", "CONCLUDED"] {
        assert_eq!(rule(&verb(later)), Release::Two, "{later}");
        assert!(!counts_as_flash(&verb(later)));
    }
    assert!(counts_as_flash(&verb("PENDING")) && !counts_as_flash(&verb("STOOD-DOWN")));
}

#[test]
fn an_own_accident_goes_by_one_and_a_threat_by_two_and_neither_counts() {
    let verb = |verb: &str| forge(NoticeType::A5).set("content.A", &format!("\"{verb}\"")).draft();
    for one in ["OWN-ACCIDENT", "LOSS-OF-CONTROL", "SAFETY-HAZARD", "UPDATE", "ALL-CLEAR"] {
        assert_eq!(rule(&verb(one)), Release::OneReviewedAfter, "{one}");
    }
    for two in ["THIRD-PARTY-THREAT", "UNEXPLAINED-LAUNCH"] {
        assert_eq!(rule(&verb(two)), Release::Two, "{two}");
    }
    assert!(!counts_as_flash(&verb("THIRD-PARTY-THREAT")));
    let senior = Release::TwoWith(AuthorityLevel::Senior);
    use NoticeType::{A3, E4, E5, S1, S2, S3, S5, T2};
    assert!([T2, A3, E4, E5, S1, S2, S3, S5].iter().all(|kind| rule(&sample(*kind)) == senior));
}
