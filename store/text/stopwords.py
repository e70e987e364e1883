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
    able absorb abuse accelerate accept accommodate accompany accomplish according account accumulate accuse
    achieve acknowledge acquire act actual actually adapt add address adequate adjust admire admit adopt advance
    advanced advantage advantages advise advocate affect afford afraid after agenda aggressive ago agree ahead
    aim alarm alarmed alert align alive all allege allocate allow almost alone along already alter alternatives
    although always ambition ambitious amend amid among amount analyst analysts analyze anger angry announce
    announcement annoy another answer anti anticipate anxious anybody anyone anything anyway apart apparent
    apparently appeal appear applicable apply appoint appreciate approach appropriate approval approve april are
    area aren argue argument arise around arrange arrangement arrangements arrive ashamed aside ask aspect
    aspire assemble assert assess assessment assign assume assure attach attain attempt attend attention
    attitude attract attractive august authentic authorize automatic autumn average avoid await aware away back
    backfire background bad ban barely bargain barrier basic basically basics basis beat became become beg begin
    begun behave behind believe belong bend benefit besides best bet better beware beyond big bigger biggest
    bind bitter blame block blunt boast bold bolster boost bother bothered bound brave break brief briefing
    briefly brilliant bring broad broaden broadly brought budge burst but bypass calculate calls calm came cant
    capture care careful carry case casual catch cause caution cautious cease central certain certainly
    challenge chance change chase cheap check cheer choice choose chose chosen circumstance cite claim clarify
    clash classic classify clear clearly clever cling close coherent collapse collect come comes comfort
    comfortable coming commence comment commit committed common communicate comparable compare comparison compel
    compelling compensate compete competent complain complement complete completely complex complicate
    complicated component compromise conceal conceive concentrate concept concern concerned concerning conclude
    conclusive concrete condemn condition conduct confident confine confirm conform confront confuse confused
    confusing confusion connect connected connection cons conscious consensus consent consequence consider
    considerable considerably consist consistent constant constitute construct consult consume contact contain
    contend content contest context continue contrast contribute contribution controversial conventional
    converge convert convey convince convincing coordinate cope core correct costly couldnt count counter
    counterpart counterproductive couple cover covert crack craft create creative credit criteria critical
    critique crucial crush curb curious current currently curtail custom cut cynical dare dark date daunting day
    dead deadline deadlock debate decade decades december decent decide decision decisive declare decline
    dedicate deem deep deepen defer define definite definitely definition delay deliberate delicate deliver
    demand demonstrate deny depart depend derive describe description deserve desirable desire desperate despite
    destabilize destroy detail deteriorate determine devastating develop development deviate devote dictate
    didnt die differ difference different difficult difficulty dig dilemma dilemmas diminish direct direction
    directly disadvantage disagree disagreement disappear disappoint disappointed disappointing discourage
    discover discuss discussion dislike dismiss displace display disrupt dissatisfied distant distinct
    distinguish distract distribute diverge diverse divert divide doc document doesnt dominate done dont double
    doubt doubtful downplay drag drain dramatic drastic draw drift drive drop dual due dynamic eager early ease
    easily easy echo effect effective effectively efficient effort either elaborate eliminate else elusive
    embrace emerge emphasize employ empty enable encounter encourage end endanger endorse endure energetic
    enforce enhance enjoy enormous enough enrich ensure entail enter entire entirely entitle envisage envision
    equal equip erode erosion escape especially essential establish estimate evade evaluate even event ever
    every everybody everyone everything evidence evident evolve exacerbate exact exactly exaggerate examine
    example exceed excellent except exceptional excessive exclude exclusive excuse execute exempt exert exhaust
    exist exit expand expansion expect expectation expectations expected expedite expensive expert experts
    expire explain explained explainer explanation explicit exploit explore expose express extent extra
    extraordinary extreme face fact factor fade fail failing failure fair fairly faithful fake fall fallout
    false familiar famous far fast fatal fate fault favor favorable fear feasible february feel feeling felt
    fewer fierce figure figures fill final finally find fine finish firm first fit five fix flaw flawed flip
    flow fluid focus fold follow foolish footing forbid foresee forever forge forget form formal former formula
    formulate forth forthcoming fortunate forward foster found four fragile frame frank freeze frequent
    frequently fresh friction friend friends friendship frighten front frustrate frustrated fulfill full fully
    function functional fundamental furious fuss future gain gap gaps gather gauge gave gear general generally
    generate generous gentle genuine gesture getting give given glad glance go goal goes going gone gonna good
    got gradual gradually grant grasp grateful gravely great greater greatest grim grip ground group grow
    growing grown growth guess guidance guide guideline halt hamper handful handle hang happen happened happy
    hard hardline hardliner hardly harm harsh has haste hasty hate havent head headline heal healthy hear heard
    heavily heavy height held hello help helpful helpless here hesitate hey hi hide high higher highest
    highlight highly hinder hinge hint historic historical history hit hold hollow honest hope hopeful hopes
    hours however hows huge humble hundred hurdle hurdles hypothetical idea ideal ideas identify idle ignore ill
    illustrate im image imagine imbalance immediate immediately immense impact impair impasse imperative
    implement implication implicit imply importance important impose impossible impractical impress impression
    improper improve improved improvement inability inaction inadequate inclined include including incoming
    inconsistent increase indeed indefinite indefinitely indicate indirect indispensable induce inevitable
    inevitably infer inflict influence info inherent inherit inhibit initial initiate initiative inject
    innovative inquire inside insight insist inspire instance instead insufficient insult intact integral
    integrate integrated intend intense intensify intent intention intentions interest interested interesting
    interfere interim intermediate internal interpret interrupt intimate intricate introduce introduction
    investigate invite invoke involve irrelevant irritate isnt isolate isolated issue item ive january
    jeopardize jeopardy job join judge july jump june justify keen keep kept key kick kind knew know knowledge
    known lack lag large largely larger largest last lasting late later latest latter lay lead leading leads
    lean leaning leap learn learned least leave led left legacy legitimate lengthy less lessen lesser lesson
    lessons let lets level levels leverage lie lift like likelihood likely likewise limit linger link linked
    list listen literally little live local logic logical lone long longer longstanding longtime look loom loose
    loosen lose loss lost lot lots loud love low lower lure luxury mad main mainly mainstream maintain major
    majority make maker manage manner many march marginal mark marked massive massively match matter mature
    maximize maximum may maybe mean meaning meaningful meant meanwhile mechanism mediate meet member mention
    mere merely merge merit messy method middle might mild million mind mindset minimal minimize minimum minor
    minute misguided mislead miss mission mistake mistaken misunderstand misunderstanding mix mobilize moderate
    modest moment momentum monitor month months mood moral most mostly motivate motivation motive mount move
    much multiple must myth naive name named namely narrative narrow nature near nearly necessarily necessary
    necessity need needs negative neglect neither nervous never nevertheless new newest news next nice nightmare
    nobody nominate none nonetheless normal normalize normally notable notably note nothing notice notion
    notorious november nuance number numbers object objection objective oblige observe observer observers obsess
    obsolete obstacle obstacles obtain obvious obviously occasion occasional occasionally occur october odd odds
    offer official offset often ok okay old older omit one ones ongoing open openly opinion opportunity oppose
    optimal optimism optimistic option order ordinary organize orient orientation origin original originally
    otherwise ought outcome outdated outline outlook outright outweigh overall overcome overdue overestimate
    overlap overlook overly overreach override overstate overt overview overwhelming owe owing pace page panic
    paper paradox paragraph parallel part partial particular particularly partly past path pathway patience
    patient pattern pause peak peculiar pending people perceive perceived percent percentage perception perfect
    perfectly perform perhaps period permanent permanently permit persist persistent person perspective persuade
    pessimistic phase philosophy pick picture piece pillar pillars pivot place plague plain plan planned
    plausible play pleased plenty plight plot plus point points polarize poor popular popularity portray pose
    position positive possess possibility possible possibly postpone potential potentially powerful practice
    pragmatic praise precarious precede precise precisely precondition preconditions predict predictable prefer
    premature premise preparation preparations prepare present preserve press pressing pressure pressured
    presumably pretty prevail prevent previous previously primary principal principle prior prize pro probably
    problem proceed process produce productive profound progress prohibit prolong prominent promise promising
    promote prompt prone proper properly proponent proportion proposal propose pros prospect prospects proud
    prove provide provision provocative provoke prudent publish pull pundit purpose pursue push pushback put
    puzzled qualify quarter quest question questions quick quickly quiet quietly quit quite quote radical raise
    rally ran random range rapid rapidly rare rarely rate rather ratio rational rationale reach react reaction
    read readout ready reaffirm real realign realistic reality realize really realm reap rearrange reason
    reasonable reassurance reassure reassuring rebalance rebuff rebuild recall recap receive recent recently
    reckless reckon recognize recognized recommend recommendation recommit reconcile reconfigure reconsider
    record recover redefine reduce refer reference reflect reform refrain refuse regain regard regarding
    regardless regards regret regularly reinforce reinvent reiterate reject relate related relation relationship
    relative release relevance relevant reluctance reluctant rely remain remainder remarkable remarks remedy
    remember remind remove render renew reopen reorient repeal repeat replace reply report reported reportedly
    reposition represent reputation request require requirement resent reshape residual resist resistance
    resolve resort resources respect respective respectively respond response rest restore restraint restrict
    restriction restrictive result resume retain rethink retract return reveal reverse revert review revise
    revisit revive revolve reward rhetoric rich rid rift right rigid rise risk risky rival rivals roadmap robust
    rocky role roll rough roughly round routine routinely ruin rule run rush sacrifice sad said sake salient
    satisfied satisfy save saw say saying says scale scared scenario scenarios schedule scheme scope scrap
    scrutiny seal second secret section see seek seem seemingly seen seize select sell sense sensible sensitive
    sent sentiment separate september serious seriously serve serving set setback settle setup several severe
    severely shake shaky shall shallow shape sharp shelve shift shock shocking shoot short shortage shortcoming
    shortcomings shortly shot shoulder shout show shown shrug shut sick side sideline sidelined sign signal
    signals significance significant significantly silent similar simple simply simultaneous simultaneously
    since single situation six size skeptic skeptical skepticism skip slash slight slip slogan slow small
    smaller smart smooth snub so soft softening sole solely solid solidify solo solution solve somebody somehow
    someone something sometimes somewhat soon sophisticated sort sought sound sour source sovereign spark speak
    specific specifically specifics speculate speculation spell spirit splinter split spoke sponsor spot spread
    spring squeeze stability stable stage stagnant stake stakes stall stance stand standard standing standoff
    stark start started starter state stated statement static stature status stay steady steep steer stem step
    stern stick still stimulate stir stop story straight straightforward strain strained straining strains
    strand strange strengthen strengths stress stretch strict striking strikingly strip strive strong stronger
    strongest struggle stubborn stuck study stuff stumble stupid subject subjective submit subsequent
    substantial subtle succeed success successful successor such sudden suddenly suffer sufficient suggest
    suggested suggestion suit suitable sum summarize summary summer superficial superior supplement support
    supporting suppose supposed supposedly suppress sure surely surge surprise surround surrounding survival
    survive susceptible suspect suspend suspicion suspicious sustain swap sweeping swift switch symbol symbolic
    symptom table tackle tactic tactical tactics take takeaway taken taking tangible target targeted targeting
    taste tell temporarily temporary tempt tend tendency tense tension tensions term terms terrible terrify test
    than thank thanks that thats theme theoretical theoretically theory thereby therefore thin thing things
    think third thorough thoroughly though thought thousand three thrive throughout thus tie tight tightly till
    tilt time timeframe timeline timely times timetable timing tiny tired title today together told tolerate
    toll tomorrow tone tonight took tool top topic total totally touch tough toward towards track tradition
    traditional trail transform transition transparent trap treat treatable tremendous trend trends trick tricky
    tried trigger trouble troubled troubling true truly truth try turmoil turn turning twice two type typical
    typically ultimate ultimately unable unacceptable unanswered uncertain uncertainty unchanged unclear
    uncomfortable undecided underestimate undergo underlie underline underlying undermine underscore understand
    understood undertake undesirable undo undoubtedly uneasy unexpected unfair unfold unfortunate unfortunately
    unhappy uniform unilateral unilaterally unique unite unity universal unknown unless unlike unlikely
    unlimited unnecessary unpopular unprecedented unrealistic unresolved unstable unsure until unusual unwilling
    unwise update updated uphold upon upset upside urge urgent usage use used useful useless user usual usually
    utilize utter vague valid various vary vast version versus veto via viability viable view viewpoint vigorous
    violate violent virtually visible vision vital vivid vocal voice volatile voluntary vow vs vulnerability
    vulnerable wait walk wane want wants warm warrant wary wasnt waste watch way ways weak weaken weakening
    weaker weakness weaknesses wed week weeks weigh weight welcome well went werent whatever whats whatsoever
    whenever wheres whether whichever whole whos wide widely widen wider widespread willing willingness win wind
    winter wipe wisdom wise wish withhold withstand witness wonder wont word wording words work workable works
    world worldview worried worry worse worsen worsening worst worth worthwhile write wrong wrote yeah year
    yearn years yes yesterday yet yield youre zero
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
