"""Parameters of addresses: those that only track are idle, those that name a page never are."""

import pytest

from digest.tracking import is_idle

_TRACKING = """
    utm_source utm_campaign UTM_Medium utm_id fbclid gclid gclsrc dclid gbraid wbraid yclid ymclid ysclid msclkid twclid ttclid
    li_fat_id igshid igsh mc_cid mc_eid mkt_tok srsltid _hsenc _hsmi __hstc __hssc __hsfp hsa_acc hsa_cam hsCtaTracking _openstat
    __twitter_impression CMP cmpid smid smtyp wt_mc wt.mc_id WT.mc_id WT.tsrc spm ns_mchannel ns_source ns_campaign ns_linkname
    ns_fee vero_id vero_conv oly_enc_id oly_anon_id rb_clickid s_cid ref_src ref_url at_medium at_campaign at_custom1 pk_campaign
    pk_kwd mtm_source matomo_campaign piwik_kwd _ga _gl _ke trk_contact sc_cid ICID guccounter guce_referrer guce_referrer_sig
    Echobox amp_js_v amp_gsa usqp ref referrer xtor campaign medium
"""
_IDENTITY = """
    id p page article story v q lang hl s t n date author tag section cat topic year issue number key code file doc view format
    type output amplitude cid eid uid clid session source keyword ad_id ads_id partnerid article_id story_uid article_cid news_eid
    photo_session data_source campaign_id ref_id refugees global gallery atlas medium_id smiddy spmx trkx reference case_ref
"""


@pytest.mark.parametrize("name", _TRACKING.split())
def test_where_a_reader_came_from_is_idle(name: str) -> None:
    assert is_idle(f"{name}=1a")
    assert is_idle(f"{name.upper()}=")


@pytest.mark.parametrize("name", _IDENTITY.split())
def test_what_names_a_page_is_not(name: str) -> None:
    assert not is_idle(f"{name}=1")
    assert not is_idle(f"{name}=word")


@pytest.mark.parametrize("pair", ["ref=home", "ref=twitter.com", "ref=nav2", "ref=", "ref"])
def test_a_reference_in_words_says_where_somebody_came_from(pair: str) -> None:
    assert is_idle(pair)


@pytest.mark.parametrize("pair", ["ref=12345", "ref=2026/17", "REF=2026-17"])
def test_a_reference_that_is_a_number_names_a_page(pair: str) -> None:
    assert not is_idle(pair)
