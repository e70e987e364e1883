"""What buttons, notices, forms and footers say: the patterns that `noise` judges lines by.

Each is matched against a whole line, without regard to case. In the verbose
form an escaped space is a space; every repetition is of single characters or
bounded, so that no line takes longer than its length.
"""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re

_FLAGS = re.IGNORECASE | re.VERBOSE

_ARTICLE = "(?:article|story|post|page|piece|report|news|video|analysis|issue|paper|publication)"
_NETWORK = r"""(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|threads|bluesky|mastodon|instagram
    |youtube|tiktok|flipboard|pocket|kakao(?:talk|story)?|line|naver|weibo|wechat|messenger|sms|e-?mail
        |google\ news|rss)"""
_MARKS = r"[\s|·•‧∙,;:/›»>←→↑↓▼▲▾+&*#()\[\]–—-]"

_BUTTON = rf"""
    copy\ (?:link|url) | {_NETWORK}\ icon
  | (?:(?:click|tap)\ to\ )?(?:share|tweet|pin|post)(?:\ (?:this|the|our))?(?:\ {_ARTICLE})?
        (?:\ (?:on|to|via|with|by)\ {_NETWORK})?(?:\ options|\ \(opens\ in\ (?:a\ )?new\ (?:window|tab)\))?
  | (?:download|view|read|open|get|full)(?:\ (?:the|as|a|in)){{0,2}}(?:\ full)?\ (?:pdf|browser|text|report|paper
        |article|transcript)
        (?:\ (?:here|\(pdf\)))?
  | (?:print|e-?mail|save|gift|bookmark|download|cite|listen\ to|play|hear|copy|report|export|translate)
        (?:\ (?:this|the|an))?(?:\ (?:{_ARTICLE}|link|citation|pdf|for\ later|to\ a\ friend|us|audio))?
  | tags? | topics | categories | keywords | filed\ under | pdf | listen | audio
  | (?:link\ )?copied!? | add\ to\ (?:reading\ list|favou?rites|bookmarks)
  | (?:jump|skip|go|back|return|scroll)\ (?:back\ )?to\ (?:the\ )?
        (?:(?:main\ )?content|navigation|search|top|home(?:page)?|comments|footer|menu|continue|issue|article
        |news|main)
  | (?:previous|next|older|newer)(?:\ (?:{_ARTICLE}|posts|entry|slide))? | prev
  | (?:show|load|see|view|read|expand|collapse)\ (?:more|less|all|comments|full\ article|caption|image|gallery)
  | (?:continue|keep)\ reading | (?:learn|find\ out)\ more | more(?:\.{{3}}|…)?
  | (?:toggle|open|close|hide|show)\ (?:the\ )?(?:menu|navigation|sidebar|search|table\ of\ contents|caption|player)
  | hide
  | menu | search | close | home | loading(?:\.{{3}}|…)? | play | pause | mute | unmute | settings | language
"""
_ACCOUNT = rf"""
    (?:sign|log)[\ -]?(?:in|up|out|on)(?:\ (?:to\ (?:comment|reply|continue)|here|now|with\ google))?
  | register(?:\ now)? | (?:my\ )?account | donate(?:\ now)? | support\ us
  | subscribe(?:\ (?:now|today|here|to\ newsletters?|for\ free|us))?!? | unsubscribe | newsletters? | e-?paper
  | podcasts? | rss(?:\ feed)? | notifications?
  | (?:no|[\d.,]+[km]?)\ (?:comments?|shares?|views?|likes?|replies|responses|followers)
  | comments?(?:\ \(?\d+(?!\ (?:comment|share|view|like|repl|respon|follow))\)?)? | view\ comments | likes?
  | {_NETWORK} | follow(?:\ us)? | following
"""
_WIKI = r"""
    edit(?:\ source|\ this\ page)? | view\ (?:history|source) | talk | what\ links\ here
  | cite\ this\ page | permanent\ link | page\ information
"""
_ADVERTISEMENT = r"""
    advertis(?:e|ement|ements|ing)(?:\ with\ us)? | ads? | ad\ feedback | skip\ ad(?:vertisement)?
  | sponsored(?:\ (?:content|by|post|links?))? | promoted(?:\ content)? | paid\ (?:content|post)
"""
_FOOTER = r"""
    terms(?:\ (?:of|and|&)\ (?:service|use|conditions|sale))?(?:\ (?:and|&)\ conditions)? | conditions\ of\ use
  | privacy(?:\ (?:policy|notice|statement|settings|choices|centre|center))?
  | cookies?(?:\ (?:policy|notice|settings|preferences|consent))? | your\ (?:privacy|ad)\ choices
  | (?:manage|update|accept|reject|allow|decline)(?:\ (?:all|my|the|your))?
        (?:\ (?:cookies(?:\ (?:policy|notice|settings|preferences|consent))?|(?:e-?mail\ )?preferences
          |(?:(?:privacy|ad)\ )?choices|subscriptions?))?
  | do\ not\ sell(?:\ or\ share)?\ my\ (?:personal\ )?(?:information|info|data)
  | contact(?:\ us)? | about(?:\ us)? | careers? | jobs | help(?:\ cent(?:er|re))? | faqs?
  | accessibility(?:\ statement)?
  | site\ ?map | imprint | masthead | press\ room | legal(?:\ notice)? | disclaimers? | corrections? | feedback
  | our\ team | archives? | all\ rights\ reserved\.? | (?:powered\ by|made\ with)\ [\w.]{1,40}
"""
_KOREAN = r"""
    공유(?:하기)? | 기사\ ?공유 | 인쇄(?:하기)? | 프린트 | 스크랩 | 글자\ ?크기(?:\ 조절)? | 구독(?:하기)?
  | 댓글(?:\ ?\d+개?)?
  | 좋아요 | 로그인 | 회원가입 | 광고 | 본문\ 바로가기 | 기사\ ?원문 | 페이스북 | 트위터 | 카카오톡 | 네이버
"""

_ANY = rf"(?:{_BUTTON}|{_ACCOUNT}|{_WIKI}|{_ADVERTISEMENT}|{_FOOTER}|{_KOREAN})"
NAVIGATION = re.compile(rf"{_MARKS}*+(?:(?>{_ANY}(?!\w)){_MARKS}*+)++", _FLAGS)
"""One or more buttons and nothing else: `Print | Email | Share`.

A button that was found stays found, so those that begin like others come
before them: tried in every way, thirty buttons would take for ever.
"""

_MINUTES = r"(?:(?:approx(?:imately)?\.?|about|estimated)\ )?\d{1,3}(?:\ ?[-–]\ ?\d{1,3})?[\ -]?min(?:ute)?s?\.?"
READING_TIME = re.compile(
    rf"""(?:estimated\ )?read(?:ing)?(?:\ time)?\ ?[:：]\ ?{_MINUTES}(?:\ (?:to\ )?read)?
  | {_MINUTES}\ (?:to\ )?(?:read|reading|listen|watch)(?:\ time)?\b | 읽는\ ?시간\ ?[:：]?\ ?(?:약\ ?)?\d+\ ?분""",
    _FLAGS,
)
"""`3 min read`, wherever it stands in a line."""

LABELLED = re.compile(
    rf"""
    (?:tags?|topics?|categor(?:y|ies)|filed\ (?:under|in)|key\ ?words?|themes?|tagged(?:\ (?:with|as))?
        |posted\ in|labels?
        |hashtags?|태그|키워드)\ ?[:：].*
  | (?:(?:now\ |also\ )?read(?:\ (?:more|also|next|this|related))?|see(?:\ (?:more|also))?|watch(?:\ now)?|listen|more
        |related(?:\ \w{{1,20}})?|learn\ more|recommended|don['’]t\ miss|관련\ ?기사|더\ 읽기)\ ?[:：|»>→].*
  | (?:photo|image|picture|illustration|video|graphic|cover|caption|사진)s?(?:\ (?:credit|source|courtesy|by
        |via)){{0,2}}
        \ ?[:：/=].*
  | (?:photo|image|illustration|photograph)s?\ (?:by|courtesy\ of|credit|via)\ .{{2,80}}
  | \(?(?:getty\ images|(?:ap|afp|epa|reuters|yonhap)\ photo|file\ photo|shutterstock)(?:/.{{0,60}})?\)?
  | (?:doi|e?-?issn|isbn)\ ?[:：]?\ ?[\d(x].* | https?://\S+ | www\.\S+ | [\w.+-]{{1,60}}@[\w-]{{1,60}}\.[\w.]+
  | @\w{{2,30}}
  | (?:home|news|main)\ ?(?:[>›»/|]|::)\ ?.* | you\ are\ here\ ?[:：].* | \d{{1,2}}:\d{{2}}\ ?/\ ?\d{{1,2}}:\d{{2}}
  | \W*+(?:page|p\.)\ ?\d{{1,4}}(?:\ ?(?:of|/)\ ?\d{{1,4}})?\W*
  | (?:follow|like|find|join|connect\ with)\ (?:us|me|him|her|them|our\ \w{{1,20}})\ (?:on|at|@|via).*
  | follow\ (?:us|@\w{{1,30}})\b.* | follow\ [\w.'’-]{{1,30}}(?:\ [\w.'’-]{{1,30}}){{0,3}}\ on\ (?:{_NETWORK}
        |social)\b.*
  | (?:story|article|text|content)\ continues\ (?:below|after).* | scroll\ (?:down\ )?to\ continue.*
  | continue\ reading\ (?:below|the\ main\ story|after).*
  | from\ wikipedia,?.* | retrieved\ from\ .* | this\ page\ was\ last\ (?:edited|modified).*
  | this\ article\ (?:is\ a\ stub|needs\ additional\ citations|relies\ (?:too\ much|largely)|has\ multiple\ issues).*
  | \(?(?:additional\ )?reporting\ by\ (?-i:[A-Z])[^.;]{{2,80}}(?:[;)].*)?
  | \(?editing\ by\ (?-i:[A-Z])[^.;]{{2,80}}\)? | .{{2,40}}\ contributed\ (?:reporting|to\ this\ (?:report|story
        |article))\.?
  | (?:to|cc|bcc)\ ?[:：]\ .{{1,100}} | our\ standards\ ?:.* | [^.!?|]{{2,80}}\|[^|]{{2,80}}\|.*(?:www\.|@|https?:).*
  | by\ (?:our\ |the\ )?(?:staff|news|wire|editorial|online|web)?\ ?(?:correspondents?|reporters?|writers?
        |editors?|staff|agenc(?:y|ies)|desk|team)
  | (?:무단\ ?전재|저작권자|ⓒ).* | [^.]{{2,80}}무단\ ?(?:전재|전제|복제|배포)[^.]{{0,40}}금지\W*
  | (?:담당\ ?(?:부서|과|자)|책임자|연락처|문의처?|자료\ ?제공|전화|팩스)(?:\ ?[:：|·]|\ (?=\S{{1,20}}$)).*
""",
    _FLAGS,
)
"""A line that says by its first words what it is: `Tags: …`, `Read more: …`, `Photo: …`."""

NOTICE = re.compile(
    r"""
    (?:we|this\ (?:web)?site|our\ (?:web)?site|[\w-]{1,40}\.(?:com|org|net))\ (?:and\ our\ partners\ )?uses?\ cookies\b
  | by\ (?:continuing|clicking|using|signing|subscribing|browsing|submitting|entering|registering)\b.{0,120}
        \b(?:you\ (?:agree|consent|accept|acknowledge)|use\ of\ cookies|privacy\ policy)\b
  | (?:please\ )?(?:subscribe|sign\ up|register)\ (?:now\ |today\ |here\ )?(?:to|for|and)\ .{0,80}
        \b(?:newsletters?|updates|channel|podcast|inbox|alerts?|briefing|digest|e-?mails?|access|unlimited|free
        |mailing\ list)\b
  | (?:please\ )?(?:subscribe|sign\ up|log\ in|sign\ in|register)\ (?:now\ |today\ )?to
        \ (?:read|continue|access|get|view|leave|post|comment|unlock)\b
  | subscribe\ (?:now\ |today\ )?(?:to|for)\ .{0,60}\b(?:edition|full\ (?:story|article)|magazine)\b
  | (?:for|get|never\ miss)\ (?:the\ |all\ the\ )?(?:latest|more|breaking)\b.{0,100}
        \b(?:download|subscribe|follow\ us|sign(?:ing)?\ up|click\ here|newsletter)\b
  | to\ (?:view|read|continue|access)\ .{0,60}\b(?:subscribe|sign\ (?:in|up)|log\ in|register)\b
  | do\ you\ want\ to\ be\ informed\b | we\ (?:rely|depend)\ on\ (?:your|readers)\b.{0,40}\b(?:support|donations?)\b
  | (?:we\ want\ to\ hear\ what\ you\ think|submit\ (?:a|your)\ letter\ to\ the\ editor)\b
  | this\ (?:post|article|page|story)\ (?:contains|may\ contain|includes)\ .{0,40}\b(?:affiliate|advertisers
        |sponsored|references\ to\ products)
  | (?:please\ )?sign\ up\ to\ join\b | this\ thread\ is\ archived\b
  | get\ (?:the|our|all\ the)\ .{0,60}\b(?:newsletter|inbox|alerts|straight\ to\ your)\b
  | (?:join|download)\ our\ .{0,40}\b(?:newsletter|channel|app|community|mailing\ list|telegram|whatsapp)\b
  | you(?:['’]re|\ are)\ receiving\ this\b | already\ (?:a\ subscriber|have\ an\ account|subscribed|a\ member)\b
  | (?:you\ have|you['’]ve)\ (?:\w{1,12}\ ){0,4}free\ (?:articles?|stories)\b
  | (?:enter|your)\ (?:your\ )?e-?mail\ address\b | required\ fields\ are\ marked | save\ my\ name,?\ e-?mail
  | please\ enable\ javascript | javascript\ is\ (?:disabled|required)
  | (?:the\ )?(?:views|opinions)\ (?:and\ (?:views|opinions)\ )?(?:expressed\ )?
        (?:here|herein|are|in\ (?:this|the)\ (?:article|piece|paper|commentary|publication))\b.{0,200}
        \b(?:authors?['’]?s?|their\ own|his|her|writer|not\ necessarily)\b
  | this\ (?:article|story|piece|post|commentary|essay|report)\ (?:was\ |has\ been\ )?(?:first|originally|previously)
        \ (?:appeared|published|posted|ran)\b
  | this\ (?:article|story|piece|post|report)\ (?:was|has\ been)\ (?:updated|corrected|amended|edited|revised)\b
        (?:[.!]|\ (?:on|at)\ .{0,40}\d{4}|.{0,40}\bto\ (?:reflect|correct|include|clarify|add|fix|remove)\b)
  | (?:no\ part\ of\ this\ (?:publication|material|article)|this\ material\ may\ not\ be
        |reproduction\ (?:in\ whole|without|of\ this)|unauthori[sz]ed\ (?:use|reproduction|distribution|copying))\b
  | (?:all\ )?(?:content|material|text)\ (?:is\ available|on\ this\ (?:web)?site\ is)\ (?:under|licensed
        |copyright|protected)\b
  | if\ you\ (?:enjoyed|liked|found)\ (?:this|reading)\b.{0,160}\b(?:share|subscribe|newsletter|support|donat
        |consider|follow)
  | (?:have|got)\ (?:a\ )?(?:tip|comment|feedback|correction|story\ idea)s?\b.{0,60}(?:\?|contact|e-?mail|write)
""",
    _FLAGS,
)
"""A sentence of the site to its reader: cookies, subscriptions, whose views these are. Matched at the beginning."""

_MANY = "(?:articles|stories|posts|news|headlines|reading|videos)"
_OF_WHAT = r"(?:\ (?:from|on|by|for)\ [^.!?]{1,40})?"
CLOSING = re.compile(
    r"""\W*+(?:
    leave\ (?:a|your)\ (?:comment|reply|response)\b.* | (?:post|write|add|submit)\ (?:a|your)\ (?:comment|reply)\b.*
  | (?:oldest|newest|inline\ feedbacks|view\ all\ comments) | like\ (?:this|loading(?:\.{3}|…)?):?
  | (?:comments|\d+\ (?:comments?|responses?|replies|thoughts))(?:\ \(\d+\)|\ on\ .*|\ section|\ are\ closed)?
  | join\ the\ (?:conversation|discussion|debate) | cancel\ reply | be\ the\ first\ to\ comment
  | about\ (?:the\ |our\ )?(?:authors?|writers?|contributors?|journalists?|reporters?|publisher|organi[sz]ation
        |institute)
  | author\ (?:bio(?:graphy)?|profile|information) | meet\ the\ author
  | external\ links | references | bibliography | footnotes | endnotes | works\ cited | notes\ and\ references
  | 댓글\ ?(?:쓰기|\d+개?)?
  | 기자의\ 다른\ 기사
    )\W*""",
    _FLAGS,
)
"""A line below which nothing is the article's."""

BOX = re.compile(
    rf"""\W*+(?:
    (?:related|recommended|similar|suggested)\ (?:{_MANY}|article|story|post|content|coverage|reads|publications?
        |topics|links
        |items|analysis|reports?){_OF_WHAT}
  | (?:more|latest|further|popular|trending|recent|other)\ {_MANY}{_OF_WHAT}
  | related | recommended(?:\ for\ you)? | you\ (?:may|might)\ (?:also\ )?(?:like|enjoy|be\ interested).*
  | more\ (?:from|by)\ (?-i:[A-Z가-힣])[^.!?]{{1,60}} | more\ on\ this(?:\ \w{{1,20}})? | trending(?:\ now)?
  | editor['’]?s['’]?\ (?:picks?|choice)
  | (?:most|top)\ (?:read|popular|viewed|shared|commented|stories|news) | (?:what\ to\ )?read\ next | up\ next
  | (?:also\ read|(?:read|see)\ also) | in\ case\ you\ missed\ it | don['’]t\ miss | (?:from\ )?around\ the\ web
  | from\ our\ partners
  | 관련\ ?(?:기사|뉴스) | 많이\ 본\ (?:기사|뉴스) | 추천\ ?(?:기사|뉴스)
    )\W*""",
    _FLAGS,
)
"""A line above links to other pages, in the middle of the article or where it ends."""

SHARING = re.compile(
    rf"""\W*+(?:(?:share|tweet|spread)(?:\ (?:this|the|our))?(?:\ (?:{_ARTICLE}|word))?
        (?:\ with\ (?:your\ |a\ )?(?:friends?|others|colleagues|followers))?
        (?:\ (?:on|via|to|with)(?:\ social\ media|\ {_NETWORK}|:).*)? | 기사\ ?공유(?:하기)?)\W*""",
    _FLAGS,
)
"""The line that shares an article: above it, or where it ends."""

SECTION = re.compile(
    r"""\W*+(?:
    home | news | world(?:\ news)? | politics | opinions? | editorial | analysis | commentary | features?
  | business | economy
  | asia(?:[\ -]pacific)? | korea | international | national | defen[cs]e | security | local | latest(?:\ news)?
  | breaking(?:\ news)?
  | exclusive | live | explainer | interview | special\ report | in[\ -]depth | top\ stor(?:y|ies) | blog
  | press\ releases?
  | (?:from|in)\ (?:the|this)\ issue | current\ issue | (?:research|original|review|journal)\ (?:article|paper)
  | article
  | full\ text | open\ access | (?:issue|policy)\ brief | working\ paper | (?:table\ of\ )?contents
  | publications? | research | events
  | (?:for\ immediate|press|news|media)\ release | unclassified | draft | check\ against\ delivery
  | memo(?:randum)? | embargoed\b.* | statement | fact\ sheet
  | 정치 | 국제 | 사회 | 경제 | 외교 | 국방 | 뉴스 | 보도\ ?(?:참고\ ?|설명\ ?)?자료 | (?:설명|해명)\ ?자료
    )\W*""",
    _FLAGS,
)
"""Where on the site an article stands; noise only above it."""

PAGE_NUMBER = re.compile(r"\W*+(?:page\ |p\.\ ?)?(?:\d{1,4}|[ivxl]{1,6})(?:\ ?(?:of|/|\|)\ ?\d{1,4})?\W*", _FLAGS)
"""A line at the edge of a printed page that only counts it."""

FURNITURE = re.compile(
    r"""\s*+(?:
      VerDate\ .* | \S{1,40}\ on\ [A-Z]\w{4,30}\ with\ [A-Z]+\s*$
    | .{0,60}\bJkt\ \d{4,}\ .*\b(?:PO|Frm|Fmt|Sfmt)\ \d+.*
    | [A-Z]:\\\S{1,120}\.(?:SGM|XXX|TXT|\d{3})\b.* | \[\[Page\ [^\]]{1,20}\]\]\s*$ | (?:<all>|\[<all>\])\s*$
    | \[\ ?(?:From\ the\ )?(?:U\.S\.\ )?Government\ (?:Publishing|Printing)\ Office.*
    | From\ the\ (?:Congressional\ Record|Federal\ Register)\ Online\ .*
    | Federal\ Register\ ?/\ ?Vol\.\ \d.* | \d{3,6}\ +Federal\ Register\ ?/.*
    | [—-]{0,2}\s?Printed\ on\ recycled\ paper.* | \[FR\ Doc\.\ [^\]]{3,80}\]\s*$ | Billing\ Code:?\ \d{4}-.*
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""What printers of laws, records and registers put between the lines."""

FURNITURE_SIGNS = (
    *("verdate ", "jkt ", ":\\", "[[page ", "<all>", "government publishing", "government printing"),
    *("federal register", "congressional record online", "recycled paper", "[fr doc", "billing code"),
)
"""One of them stands in any text with such lines, beside brackets."""
