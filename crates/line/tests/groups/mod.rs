//! One conformance suite for both groups: labels may stand for MLS only as far as it holds.

mod conformance;
mod forge;
mod impostor;
pub mod node;
mod sizes;

macro_rules! conformance {
    ($($test:ident)*) => {
        mod labels {
            $(#[test]
            fn $test() {
                super::conformance::$test::<line::label_group::LabelGroup>();
            })*
        }
        mod mls {
            $(#[test]
            fn $test() {
                super::conformance::$test::<line::mls_group::MlsGroup>();
            })*
        }
    };
}

conformance! {
    founding_gives_all_the_same_epoch_members_and_authenticator
    sealing_opens_at_every_other_member_but_not_at_its_author
    generation_opens_once
    window_is_256_behind_and_10_000_ahead
    past_epoch_opens_once_more_and_the_one_before_does_not
    message_of_an_epoch_not_yet_merged_waits
    talk_goes_on_while_commits_are_pending_and_staged
    rotation_replaces_every_leaf_key
    entry_signature_holds_for_its_leaf_key_only
    replaced_leaf_key_is_kept_until_its_epoch_is_closed
    closed_epoch_opens_nothing_more
    leaf_that_was_not_replaced_is_never_given
    who_has_a_disclosed_key_and_the_epochs_secrets_speaks_as_its_owner
    own_pending_commit_is_never_replaced
    rival_commits_stage_one_drop_it_and_merge_the_other
    dropped_own_commit_does_not_hinder_the_rival
    nothing_staged_nothing_merged
    restored_at_any_point_the_round_goes_on
    what_was_not_exported_is_as_if_it_had_not_been
    update_with_a_bad_certificate_is_refused_by_whom_it_concerns
    commit_with_a_bad_own_leaf_is_refused
    key_package_with_a_bad_certificate_is_refused_check_by_check
    key_package_nine_years_old_is_accepted
    newcomer_finding_a_bad_certificate_in_the_tree_does_not_join
    joining_is_an_add_folded_into_a_full_rotation
    removed_member_seals_no_more_and_the_others_go_on
    commit_that_makes_other_changes_than_named_is_refused
    commit_over_other_updates_is_refused
    stale_and_foreign_handshakes_are_refused
    missing_psk_is_named_and_the_same_commit_succeeds_once_it_is_there
    corrupted_sealing_is_refused_and_consumes_nothing
    junk_is_refused_everywhere
    rows_keep_their_number_over_100_epochs
}
