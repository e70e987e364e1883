"""Words that carry no matter: the stop words, and the language in which people ask and editors report."""

from __future__ import annotations

STOP = frozenset(
    """
    a about above after again against all also am an and any are aren as at be because been before being below
    between both but by can cannot could couldn d did didn do does doesn doing don down during each few for from
    further get had hadn has hasn have haven having he her here hers herself him himself his how i if in into is
    isn it its itself just ll m me more most mustn my myself no nor not now o of off on once only or other our
    ours ourselves out over own please re s same shan she should shouldn so some such t tell than that the their
    theirs them themselves then there these they this those through to too under until up us ve very was wasn we
    were weren what when where which while who whom whose why will with won would wouldn y you your yours
    yourself yourselves
    """.split()  # noqa: SIM905 - a word list reads better as text
)
"""Dropped from full-text search on both sides."""

ASKING = frozenset(
    """
    able accept according account achieve act actual actually add address advance advanced affect afford afraid
    after agenda ago agree ahead aim alive all allege allow almost alone along already although always amid
    among amount announce announcement another answer anybody anyone anything anyway apart appear apply approach
    are area aren argue argument arise around arrive ask aspect assess assessment assume attempt avoid await
    aware away back background bad basic basically basics basis became become begin begun behind believe belong
    benefit besides best better beyond big bigger biggest  blame block bold bothered brave break brief
    briefing briefly bring broad broadly brought but calls calm came cant capable care careful carry case cause
    cease certain certainly challenge chance change cheap check choice choose chose chosen claim clarify clear
    clearly close collapse come comes comfortable coming comment common compare comparison complain complete
    completely concern concerned concerning conclude condition conduct confident confirm confuse cons
    consequence consider consist consistent constant contain content context continue contrast convince cope
    correct couldnt count couple  cover create criteria critical crucial curious current currently cut
    dare date day dead deadline debate decide decision declare decline dedicate deep define definition delay
    deliver demand deny depend describe description deserve desire despite destroy detail determine develop
    development devote didnt differ difference different difficult difficulty direct direction directly disagree
    discover discuss discussion dismiss distant distinct distinguish divide doc document doesnt dominate done
    dont double doubt dramatic draw drive drop due eager early easily easy effect effective effectively effort
    either elaborate eliminate else embrace emerge emphasize enable encourage end endorse enforce enhance enjoy
    enormous enough ensure enter entire entirely equal especially essential evaluate even event ever every
    everybody everyone everything evidence evolve exact exactly example exceed excellent except exclude excuse
    execute exist expand expect expectation expected expensive expire explain explained explainer explanation
    explicit exploit explore expose express extent extra extreme face fact factor fail fair fairly fall familiar
    famous far fast favor fear feasible feel felt fewer fierce figure fill final finally find fine finish firm
    first fit five fix focus follow foolish forbid foresee forget form formal former fortunate found four
    fragile frequent frequently fresh frustrate fulfill full fully fundamental furious future gain gather gave
    general generally genuine getting give given glance go goal goes going gone gonna good got govern grant
    grateful great greater greatest group grow growing grown growth guess guide handle happen happened happy
    hard hardly harm harsh has hate havent head headline hear heard held hello help here hesitate hey hi hide
    high higher highest highlight highly hinder hint historic historical history hit hold honest hope hours
    however hows huge hundred idea ideal ideas identify ignore ill illustrate im imagine immediate immediately
    immense impact implication importance important impose impossible impress improve inadequate include
    including incoming increase indeed indicate indirect inevitable influence info inform informal initial
    initiate inside insist inspire instance instead intend intense intent interest interested interesting
    internal interpret introduce introduction investigate invite involve irrelevant isnt issue item ive job join
    judge jump justify keen keep kept key kick kind knew know knowledge known lack large largely larger largest
    last late later latest lay lead leading leads learn least leave led left less let lets level lie lift like
    likelihood likely limit link list listen literally little live logical long longer look loose lose loss lost
    lot lots loud love low lower mad main mainly maintain major make maker manage many mark massive match matter
    mature maximum may maybe mean meaning meant meanwhile measure meet member mention mere merely method middle
    might mild million mind minimum minute miss mistake mix moderate modest moment month months most mostly move
    much must name named namely narrow nature near nearly necessary need negative neither nervous never
    nevertheless new newest news next nice nobody none normal normally note nothing notice notion number numbers
    object objection objective obtain obvious obviously occur odd odds offer official often ok okay old older
    one ones ongoing open opinion opportunity oppose option order ordinary origin original originally otherwise
    ought outcome outdated outline outlook overall overcome overlook overview owe owing page paper paragraph
    part partial particular particularly past patient pause people percent percentage perhaps period person
    perspective persuade phase pick picture piece place plain plan planned play pleased plenty plus point points
    polite poor popular pose position positive possess possibility possible possibly postpone potential
    potentially powerful practice praise precede precise predict predictable prefer prepare present press
    pressing pretty prevent previous previously primary principle prior probably problem proceed process produce
    progress prohibit prominent promise prompt prone proper properly proportion proposal propose pros prospect
    proud prove provide publish pull purpose pursue push put puzzled quarter question questions quick quickly
    quite radical raise ran range rapid rare rate rather reach react reaction read readout ready real realistic
    reality realize really reason reasonable reassure rebuild recall recap recent recently reckon recognize
    recommend reconsider record recover redefine reduce refer reference reflect refuse regard regarding regards
    regret reinforce reiterate reject relate related relation relationship relative release relevance relevant
    rely remain remarkable remember remind remove renew repeal repeat replace reply report reported reportedly
    represent request require requirement resist resolve respective respond response rest restore result retain
    return reveal revert review revise revive rich rid right rigid rise risk risky roadmap role roll rough
    roughly round routine ruin rule run rush sad said sake satisfy save saw say saying says scale scared
    scenario schedule scheme scope second secret section see seek seem seen select sense sensible sensitive sent
    separate serious seriously serve set settle several shake shall shape sharp shift shoot short shortly shot
    shout show shown shut sick side sign significance significant significantly silent similar simple simply
    since single situation six size slight slow small smaller smart smooth so soft sole solid solution solve
    somebody somehow someone something sometimes somewhat soon sort sought sound source spark speak specific
    specifically spell split spoke spread stage stake stakes stall stance stand start started state stated
    statement status stay steady steep step stick still stop story straight strange strengthen stress stretch
    strict strive strong stronger strongest struggle stuck study stuff stupid subject substantial succeed
    success successful such sudden suddenly sufficient suggest suggestion suit sum summarize summary superior
    support suppose supposed sure surely surprise survive suspect suspend sustain swap swift switch tackle take
    takeaway taken taking tell tend tense   test than thank thanks that thats theme theory therefore
    thing things think third though thought thousand three throughout thus tie tight till time timeframe
    timeline times timetable tiny title today together told tomorrow tonight took top topic total totally touch
    tough toward towards track tradition traditional transform treat tremendous trend trick tried trigger
    trouble true truly truth try turn twice two type typical typically ultimate ultimately unable unclear
    undergo undermine understand understood undertake unexpected unfair universal unless unlike unlikely until
    update updated upon upset urge urgent use used useful user usual usually vague valid value various vary vast
    version versus via viable view viewpoint vital vs vulnerable wait want wants warm warn wasnt waste watch way
    ways weak weaken weaker wed week weeks welcome well went werent whatever whats whenever wheres whether
    whichever whole whos wide widely wider willing wise wish wonder wont word words work works world worried
    worry worse worst worth write wrong wrote yeah year years yes yesterday yet yield youre zero
    """.split()  # noqa: SIM905 - a word list reads better as text
)
"""Evidence when a topic says them, no evidence against it when it does not."""

ASKING_KOREAN = frozenset(
    """
    뭐 뭐야 뭐예요 뭐에요 뭔가요 뭐지 뭔지 뭘까요 무엇 무엇인가 무엇인가요 무슨 무엇입니까 무슨뜻 뜻 의미 뜻이뭐
    어떤 어떻게 어떻게되나요 어떻게되고있나요 어떻게돼 어떻게됐나요 어떤가요 어때 어때요 왜 언제 언제되나
    언제되나요 언제인가 언제쯤 어디 누구 누가 누구예요 누구야 누구인가요 얼마 얼마나 얼마예요 얼마인가요 몇 몇명
    명 명이에요 되나요 되나 됩니까 되었나 됐나요 하나요 하나 합니까 했나 했나요 할까 할까요 인가요 인가 있나요
    있나 있습니까 있어 있어요 없나요 나요 까요 설명 설명해 설명해줘 설명해주세요 알려 알려줘 알려주세요 알려달라
    궁금 궁금해 궁금해요 궁금합니다 보여줘 찾아줘 정리 정리해줘 요약 요약해줘 개요 현황 현재 최근 최신 동향 소식
    뉴스 상황 진행 진행상황 경과 배경 역사 이유 원인 목적 내용 쟁점 논란 논쟁 문제 문제점 이슈 전망 향후 미래
    계획 일정 시기 시점 조건 효과 영향 결과 의의 중요성 필요성 역할 기능 개념 정의 특징 장단점 장점 단점 비교
    차이 차이점 관련 관련된 대해 대해서 대한 관한 관하여 대하여 입장 의견 주장 반응 평가 분석 변화 추이 규모
    숫자 수준 정도 비율 총액 금액 그리고 그럼 그런데 및 또는 좀 더 것 거 게 수 등 중 후 전 올해 내년 작년 지금
    오늘 이제 아직 여전히 정말 진짜 가능 가능성 여부 방안 방법 주요 핵심 기본 전체 새 새로운 우리 저희 제발 부탁
    사항 이번
    """.split()  # noqa: SIM905 - a word list reads better as text
)
"""The same for Korean, as typed once spaces are gone."""

LOOKALIKES = frozenset(
    """
    anatomy chain chime chin chins chorus fining grade grills marital offense offensive pace prussia reliance
    spade spare spice spied spray submit submits submitted tirade trace treat treated treating treats
    """.split()  # noqa: SIM905 - a word list reads better as text
)
"""Ordinary words one slip away from the names of this field."""
