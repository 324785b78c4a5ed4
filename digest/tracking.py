"""Which parameters of an address say where a reader came from, or ask for AMP, and not which page it is. Pure.

Some names are never a page's own: the click numbers of advertisers, the parameters by which programs for newsletters
and analytics measure. Others (`ref`, `campaign`, `cmp`) are that on one site and the key of a page on the next: these
count as tracking only where their value is about ways to readers (`newsletter`, `twitter`, `topnav`) or another site's
name, or on the few sites that are known for it. Where nobody can know, the parameter stays, and two pages are two.

Sources: https://firefox-source-docs.mozilla.org ("Query Parameter Stripping"), and the names that are customary for
programs (Google Analytics, Matomo, AT Internet, Adobe, Webtrends, Comscore, HubSpot, Mailchimp) and single sites.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_NEVER = """
    fbclid gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid msclkid yclid ymclid ysclid twclid ttclid
    li_fat_id igsh igshid mibextid epik rdt_cid sccid clickid irclickid rb_clickid wickedid tblci dicbo ef_id s_cid
    s_kwcid sc_cid ns_campaign ns_fee ns_linkname ns_mchannel ns_source

    mc_cid mc_eid mkt_tok _hsenc _hsmi __hsfp __hssc __hstc hsctatracking vero_conv vero_id oly_anon_id oly_enc_id _ke
    _kx __s _bhlid bbeml ck_subscriber_id ml_subscriber ml_subscriber_hash trk_contact trk_module trk_msg trk_sid
    trkcampaign trkinfo spjobid spmailingid spreportid spuserid elqaid elqat elqcampaignid elqtrack elqtrackid dm_i
    vgo_ee emci emdi

    _ga _gl _openstat roistat xtor ito cndid echobox guccounter guce_referrer guce_referrer_sig soc_src soc_trk wprov
    action_object_map action_ref_map action_type_map fb_action_ids fb_action_types fb_ref fb_source ref_ ref_src ref_url
    leadsource gaa_at gaa_n gaa_sig gaa_ts
    referer referrer smtyp spm_id_from sr_share wpisrc wpmm __twitter_impression _branch_match_id _branch_referrer
    __amp_source_origin amp_ct amp_gsa amp_js_v amp_kit amp_lite amp_r amp_tf usqp jsessionid phpsessid cftoken
"""
_NEVER_A_PAGE = frozenset(_NEVER.split())
_MEASURED = re.compile(
    r"""(?:utm|hsa|bsft|oft)_.+
      | (?:ga|hmb|itm|lmd|matomo|mtm|piwik|pk|sc|stm|trk)_
        (?:campaign|channel|cid|content|creative|keyword|kwd|medium|placement|source|term)
      | at_(?:campaign(?:_\w+)?|medium|custom\d+|creation|variant|format|identifier|(?:general|detail)_placement
             |(?:link|ptr|bbc|recipient)_\w+|channel|network|platform|term|send_date|emailtype)
      | wt\.(?:mc(?:_\w+)?|tsrc|srch|rss_\w+|z_\w+) | wt_z?mc\w* | wt_cc\d
    """,
    re.VERBOSE,
)
"""The families: whose program measures, and what."""

_AMBIGUOUS = (
    "campaign cid cmp cmpid dcmp from icid intcmp mbid medium ncid ocid partner ref share smid source src trk via"
)
_BY_VALUE = frozenset(_AMBIGUOUS.split())
_WAYS = """
    facebook fb twitter twt tw telegram tg vk vkontakte odnoklassniki whatsapp linkedin instagram insta ig reddit
    youtube tiktok pinterest threads bluesky bsky mastodon flipboard google googlenews gnews yandex yanews yxnews dzen
    msn bing yahoo wechat weixin weibo

    social socialflow socialmedia email mail newsletter newsletters push pushnotification notification rss rssfeed feed
    atom share shared sharing copylink app iosapp androidapp ios android messenger cpc ppc cpm adwords referral

    home homepage frontpage hp nav navigation topnav mainnav menu mainmenu topmenu header footer sidebar banner teaser
    widget related recirc readmore readnext trending mostread breadcrumb
"""
_WAYS_TO_READERS = frozenset(_WAYS.split())
_SAY_NOTHING = frozenset({"www", "com", "org", "net", "page", "button", "icon", "bar"})
_WORD = re.compile("[a-z]{2,}")
_OF_A_FILE = re.compile(r"(?<![a-z])\d")
"""A number that stands by itself: `mail-17` is filed under it, `nav2` is the second menu."""
_SITE = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+(?!(?:docx?|html?|jpe?g|pdf|php|png|txt|xml|zip)$)[a-z]{2,}/?")
_STEPS = re.compile(r"[a-z][\w-]*(?:\.[\w-]+){3,}")
"""How Alibaba's `spm` says from where on which page: `a2c6h.12873639.0.0`."""

_OF_SITES = {
    "blogspot.com": "m",
    "barrons.com": "mod",
    "bloomberg.com": "accesstoken sref srnd",
    "dw.com": "maca",
    "economist.com": "fsrc",
    "elpais.com": "ssm",
    "facebook.com": "__tn__ rdid share_url",
    "forbes.com": "sh ss",
    "ft.com": "sharetype",
    "instagram.com": "img_index",
    "lastampa.it": "ref",
    "linkedin.com": "trk",
    "marketwatch.com": "mod",
    "medium.com": "source",
    "mp.weixin.qq.com": "chksm mpshare scene srcid",
    "msn.com": "cvid ei ocid pc",
    "nytimes.com": "campaign_id emc instance_id nl partner referringsource regi_id segment_id smid te"
    " unlocked_article_code user_id",
    "repubblica.it": "ref",
    "spiegel.de": "sara_ecid sara_ref",
    "spotify.com": "si",
    "substack.com": "isfreemail r showwelcomeonshare triedredirect",
    "t.me": "embed single",
    "theguardian.com": "cmp intcmp",
    "thetimes.com": "sharetoken",
    "washingtonpost.com": "hpid itid pwapi_token tid",
    "wsj.com": "mod reflink st",
    "x.com": "s t",
    "youtube.com": "ab_channel feature pp si",
}
_AMP_SWITCHES = frozenset({"amp", "_amp", "is_amp", "isamp", "noamp", "nonamp"})
_SWITCHED = frozenset({"", "0", "1", "amp", "false", "mobile", "no", "off", "on", "true", "yes"})
_AMP_FORMS = frozenset({"format", "layout", "output", "output_type", "outputtype", "view"})
_AMP_FORM = re.compile(r"(?:valid[_-])?amp(?:html|[_-](?:html|type))?")


@lru_cache(maxsize=4_096)
def is_idle(pair: str, host: str = "") -> bool:
    """Return whether a `name=value` of a page of `host` is the same page without it; names count in either case."""
    name, _, value = pair.lower().partition("=")
    if name in _AMP_SWITCHES:
        return value in _SWITCHED
    if name in _AMP_FORMS:
        return _AMP_FORM.fullmatch(value) is not None
    if name in _NEVER_A_PAGE or _MEASURED.fullmatch(name) or _is_of_its_site(name, host):
        return True
    if name == "spm":
        return not value or _STEPS.fullmatch(value) is not None
    return name in _BY_VALUE and _says_from_where(name, unquote(value))


def without_tracking(url: str) -> str:
    """Return an address without the parameters that say where a reader came from, and else as it is."""
    return _kept(url, is_idle)


def without_click_numbers(url: str) -> str:
    """Return an address without the numbers of one click or one person, and else as it was typed.

    What a newsroom measures by (`utm_source`) stays: whoever typed it wants it there.
    """
    return _kept(url, lambda pair, _host: pair.lower().partition("=")[0] in _NEVER_A_PAGE)


def _kept(url: str, is_idle: Callable[[str, str], bool]) -> str:
    address, hash_sign, fragment = url.partition("#")
    page, _, query = address.partition("?")
    try:
        host = urlsplit(page).hostname or ""
    except ValueError:
        return url
    pairs = query.split("&")
    kept = [pair for pair in pairs if not is_idle(pair, host)]
    asked = "?" + "&".join(kept) if any(kept) else ""
    return url if kept == pairs else page + asked + hash_sign + fragment


def _is_of_its_site(name: str, host: str) -> bool:
    labels = host.split(".")
    sites = (".".join(labels[at:]) for at in range(len(labels)))
    return any(name in _OF_SITES.get(site, "").split() for site in sites)


def _says_from_where(name: str, value: str) -> bool:
    """Return whether a value is about ways to readers: most of its words are, or `ref` names a site, or it is empty."""
    if not value or (name == "ref" and _SITE.fullmatch(value)):
        return True
    if name == "ref" and _OF_A_FILE.search(value):
        return False
    words = [word for word in _WORD.findall(value) if word not in _SAY_NOTHING]
    return sum(word in _WAYS_TO_READERS for word in words) * 2 > len(words)
