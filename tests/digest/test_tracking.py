"""Parameters of addresses: those that only track are idle, those that may name a page never are."""

import pytest

from digest.tracking import is_idle, without_click_numbers, without_tracking

_TRACKING = """
    utm_source utm_campaign UTM_Medium utm_id fbclid gclid gclsrc dclid gbraid wbraid yclid ymclid ysclid msclkid twclid ttclid
    li_fat_id igshid igsh mc_cid mc_eid mkt_tok srsltid _hsenc _hsmi __hstc __hssc __hsfp hsa_acc hsa_cam hsCtaTracking _openstat
    __twitter_impression smtyp wt_mc wt_mc_o wt_zmc wt.mc_id WT.mc_id WT.tsrc ns_mchannel ns_source ns_campaign ns_linkname
    ns_fee vero_id vero_conv oly_enc_id oly_anon_id rb_clickid s_cid ref_src ref_url at_medium at_campaign at_campaign_type
    at_custom1 at_link_origin pk_campaign pk_kwd mtm_source matomo_campaign piwik_kwd itm_source ga_campaign sc_channel
    _ga _gl _ke trk_contact sc_cid guccounter guce_referrer guce_referrer_sig Echobox amp_js_v amp_gsa usqp referrer xtor
    ito _branch_match_id gad_source gaa_at gaa_n gaa_ts gaa_sig leadSource JSESSIONID PHPSESSID
"""
_IDENTITY = """
    id p page article story v q lang hl s t n date author tag section cat topic year issue number key code file doc view format
    type output amplitude cid eid uid clid session source keyword ad_id ads_id partnerid article_id story_uid article_cid news_eid
    photo_session data_source campaign_id ref_id refugees global gallery atlas medium_id smiddy spmx trkx reference case_ref
    ref campaign medium cmp cmpid icid trk spm ocid smid mbid ncid from src via at_id at_law wt.id wt.number wt_id pk_id ga_id
    gl kwd aff pk_name ga_group ml_id gs_id mc_id ns_id itm_id sc_id amp_id utm vero trk_id si sh
"""


@pytest.mark.parametrize("name", _TRACKING.split())
def test_where_a_reader_came_from_is_idle(name: str) -> None:
    assert is_idle(f"{name}=1a")
    assert is_idle(f"{name.upper()}=")


@pytest.mark.parametrize("name", _IDENTITY.split())
def test_what_may_name_a_page_is_not(name: str) -> None:
    assert not is_idle(f"{name}=1")
    assert not is_idle(f"{name}=word")
    assert not is_idle(f"{name}=A-17")


_SAID = """
    ref=home ref=twitter.com ref=nav2 ref= ref ref=the-bell.example REF=https://reader.example/ CMP=Share_iOSApp_Other cmp=rss
    cmpid=socialflow-twitter-business campaign=newsletter campaign=newsletter_2026_11 campaign=Google%20News%20Feed medium=social
    medium=email icid=topnav-home trk=newsletter spm=a2c6h.12873639.0.0 spm= medium=facebook-page ocid=socialflow_facebook smid=tw-share share=facebook share=twitter share=email
    source=rss src=telegram from=homepage via=twitter partner=rss cid=social%7Ctwitter mbid=social_twitter
"""
_KEYS = """
    ref=A-17 ref=A-18 ref=ruling ref=law ref=12345 ref=2026/17 REF=2026-17 ref=mail-17 ref=FB-17 ref=mail2026 ref=17.02 ref=17.pdf ref=decision.html
    ref=%D0%B4%D0%BE%D0%BC campaign=1234 campaign=social-housing campaign=share-the-road cmp=12345 medium=oil medium=print
    ocid=ocds-213czf-000-00001 mbid=5b11f4ce-a62d-471e-81fc-a69a8278c7da spm=17 spm=17.1 spm=2.17.1.3 source=survey source=kyivpost.com share=17 share=stocks campaign=stop.hate from=eur via=kyiv
"""


@pytest.mark.parametrize("pair", _SAID.split())
def test_a_name_of_two_uses_tracks_where_its_value_is_about_ways_to_readers(pair: str) -> None:
    assert is_idle(pair)


@pytest.mark.parametrize("pair", _KEYS.split())
def test_and_names_a_page_where_it_may(pair: str) -> None:
    assert not is_idle(pair)


@pytest.mark.parametrize(
    ("pair", "host"),
    [
        ("si=abc", "youtube.com"),
        ("si=abc", "open.spotify.com"),
        ("sh=1a2b3c", "forbes.com"),
        ("smid=nytcore-ios", "nytimes.com"),
        ("CMP=twt_gu", "theguardian.com"),
        ("ref=RHPPTP-BH-I1", "roma.repubblica.it"),
        ("trk=public_post", "fr.linkedin.com"),
        ("campaign_id=9", "nytimes.com"),
        ("instance_id=1", "nytimes.com"),
        ("segment_id=1", "nytimes.com"),
        ("user_id=1", "cooking.nytimes.com"),
        ("regi_id=1", "nytimes.com"),
        ("mod=hp_lead_pos1", "wsj.com"),
        ("mod=hp_LEAD_1", "barrons.com"),
        ("mod=home-page", "marketwatch.com"),
        ("t=Fg1", "x.com"),
    ],
)
def test_a_site_may_be_known_for_a_name(pair: str, host: str) -> None:
    assert is_idle(pair, host)
    assert not is_idle(pair)
    assert not is_idle(pair, f"{host}.example")
    assert not is_idle(f"{pair[0]}x=1", host)


def test_a_site_whose_name_ends_alike_is_another() -> None:
    assert not is_idle("si=abc", "notyoutube.com")


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://example.org/a?utm_source=x&fbclid=1", "https://example.org/a"),
        ("https://example.org/a?id=7&utm_source=x&part=2#top", "https://example.org/a?id=7&part=2#top"),
        ("https://www.youtube.com/watch?v=abc&si=x", "https://www.youtube.com/watch?v=abc"),
        ("https://example.org/a?", "https://example.org/a?"),
        ("https://example.org/a?b&&c=%20", "https://example.org/a?b&&c=%20"),
        ("https://example.org/a#?utm_source=x", "https://example.org/a#?utm_source=x"),
        ("https://[?utm_source=x", "https://[?utm_source=x"),
        ("none", "none"),
    ],
)
def test_an_address_without_tracking_is_else_as_it_is(url: str, page: str) -> None:
    assert without_tracking(url) == page


def test_what_a_newsroom_measures_by_stays_where_only_the_numbers_of_a_click_are_taken_off() -> None:
    typed = "https://example.org/a?utm_source=letter&fbclid=IwAR1&cmp=brief&page=2#top"
    assert without_click_numbers(typed) == "https://example.org/a?utm_source=letter&cmp=brief&page=2#top"
