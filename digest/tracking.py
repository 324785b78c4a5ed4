"""Which parameters of an address say where a reader came from, or ask for AMP, and not which page it is. Pure.

courlan knows most names; here are those it lacks, and those it takes for tracking although some sites give them their
pages: better one page under two names than two pages under one, which refuses an edition. Names are those of the lists
by which browsers strip addresses (Firefox, Brave, AdGuard's TrackParamFilter, https://gitlab.com/ClearURLs/rules), and
those that analytics of newspapers write (Chartbeat, Webtrends, Adobe, AT Internet).
"""

import re
from functools import lru_cache

_LISTED = """
    __amp_source_origin __hsfp __hssc __hstc __s __twitter_impression _bhlid _branch_match_id _branch_referrer _hsenc
    _hsmi _ke _kx _openstat action_object_map action_ref_map action_type_map bbeml cmp cmpid cndid dicbo echobox ef_id
    epik fb_action_ids fb_action_types fb_ref fb_source gclsrc guccounter hsctatracking icid igsh irclickid li_fat_id
    mibextid ns_campaign ns_fee ns_linkname ns_mchannel ns_source ocid rb_clickid rdt_cid ref_ ref_src ref_url roistat
    s_cid s_kwcid sc_cid sccid smid smtyp spm spm_id_from srsltid syclid tblci trk trkcampaign trkinfo ttclid usqp
    vgo_ee wickedid ymclid
"""
_NAMES = frozenset(_LISTED.split())
_BEGINNINGS = (
    "amp_", "at_", "bsft_", "guce_referrer", "hsa_", "matomo_", "oft_", "piwik_", "trk_", "wt.", "wt_mc", "wt_zmc"
)  # fmt: skip
_IDENTIFYING = frozenset({"ad_id", "ads_id", "cid", "clid", "eid", "keyword", "partnerid", "session", "source", "uid"})
_AMP_SWITCHES = frozenset({"amp", "_amp", "is_amp", "isamp", "noamp", "nonamp"})
_SWITCHED = frozenset({"", "0", "1", "amp", "false", "mobile", "no", "off", "on", "true", "yes"})
_AMP_FORMS = frozenset({"format", "layout", "output", "output_type", "outputtype", "view"})
_AMP_FORM = re.compile(r"(?:valid[_-])?amp(?:html|[_-](?:html|type))?")
_NUMBERED = re.compile(r"\d[\d./_-]*")


@lru_cache(maxsize=4_096)
def is_idle(pair: str) -> bool:
    """Return whether a `name=value` of a query is the same page without it; names count in either case."""
    from courlan.clean import TRACKERS_RE

    name, _, value = pair.lower().partition("=")
    if name in _AMP_SWITCHES:
        return value in _SWITCHED
    if name in _AMP_FORMS:
        return _AMP_FORM.fullmatch(value) is not None
    if name == "ref" and _NUMBERED.fullmatch(value):  # the number of a file or a ruling, not where somebody came from
        return False
    if name in _NAMES or name.startswith(_BEGINNINGS):
        return True
    beginning = TRACKERS_RE.match(name)
    known = TRACKERS_RE.fullmatch(name) or (beginning and beginning[0].endswith("_"))
    return bool(known) and name not in _IDENTIFYING
