"""Words that mean the same in this field: what one person calls soldiers another calls troops."""

from __future__ import annotations

from store.text.word_files import read_tokens

# A phrase of several words is one token. Korean words included.
# The parties of the alliance, equal in every way. The rest of the world is in `places`.
_PARTIES = """
us: usa, america, american, americans, united states, washington, 미국, 미, 한미
rok: south, south korea, south korean, south koreans, republic of korea, seoul, s korea, 한국, 대한민국, 남한, 서울
dprk: north, north korea, north korean, north koreans, n korea, nk, pyongyang, 북한, 북, 북미, 평양
korea: korean, koreans, koreas
kim_jong_un: kim, kim jong un, kim jong eun, kim jongun, 김정은
pentagon: defense department, department of defense, department of war, dod, hegseth, 펜타곤
trump: donald trump, white house, 트럼프
"""

# Near enough to be evidence, not enough to be a name.
_SAME = """
rok: korea
troop: troops, soldier, soldiers, serviceman, servicemen, gi, gis, personnel, boots, manpower, units, garrison,
    병력, 군인, 병사
military: army, armed forces, 군대, 군사
nuclear: nuke, nukes, atomic, 핵
weapon: weapons, bomb, bombs, arms, armament, weaponry, 무기
arsenal: stockpile, warhead, warheads
missile: missiles, rocket, rockets, icbm, icbms, 미사일
money: funds, funding, financial, finance
pay: pays, paid, payment, payments, paying, bill, foot, 지불, 부담
cost: costs, price, expense, expenses, 비용
spend: spending, expenditure, expenditures, outlay, outlays, budget, budgets, budgetary, 예산
talk: talks, dialog, negotiate, negotiation, negotiations, negotiating, conversation, 대화, 협상, 회담
diplomacy: diplomatic, engagement, engage, outreach, overture, overtures, 외교
exercise: exercises, drill, drills, war game, war games, wargame, wargames, maneuvers, training, train,
    practice, 훈련, 연습
threat: threaten, threatens, threats, danger, dangerous, menace, 위협
attack: attacks, invade, invasion, aggression, assault, 공격
defend: protect, protection, safeguard
treaty: pact, treaties, 조약
agreement: deal, agreements, 협정
command: commander, commanders, commands, commanding, in charge, orders, cmd, 지휘, 사령부, 사령관
tariff: tariffs, duty, duties, levy, levies, 관세
trade: commerce, 무역, 통상
sanction: sanctions, embargo, 제재
summit: summits, leaders meeting, 정상회담
withdraw: withdrawal, withdrawn, pull out, pullout, drawdown, pull, leaving, reduction, shrink, shrinking, go
    home, 철수, 감축
deploy: deployment, redeploy, redeployment, dispatch, 배치
intelligence: intel, secrets, data, 정보
critic: critics, criticism, criticize, criticisms, detractors, opponents, oppose, opposition, object, objections,
    dislike, hate, 비판
supporter: supporters, advocates, proponents, backers
industry: industrial, industries, companies, manufacturers, makers, 산업
production: coproduction, produce, produces, manufacture, manufacturing, 생산
procurement: procure, purchase, purchases, acquisition
technology: tech, technological, 기술
ally: allies, allied, 동맹국
alliance: partnership, 동맹
flexible: flexibility, flexibly, 유연성
autonomy: autonomous, independence, independent, independently, self reliance, self reliant, go it alone, on its
    own, on their own, by itself, alone, 자율성, 자주
dependent: dependence, depend, reliance, rely, reliant
escalate: escalation, escalatory
republican: republicans, gop, maga, conservative, conservatives
president: presidential, leader, 대통령
war: wartime, conflict, fighting, fight, hostilities, 전쟁, 전시
cyberspace: cyber, hacking, hackers, hack, 사이버
space: satellite, satellites, orbit, 우주
modernize: modernization, modernizing, upgrade, upgrading, 현대화
denuclearize: denuclearization, denuclearizing, denuclearized, disarm, disarmament, 비핵화
deter: deterrence, deterrent, deterring, 억제, 억지
share: sharing, 분담
responsible: responsibility, responsibilities, 책임
priority: priorities, prioritize, 우선순위
debate: debates, argument, arguments, controversy, controversies, downside, downsides, drawback, drawbacks,
    worth, merits, 논쟁, 논란
origin: origins, roots, founded, founding, foundation, created, creation, birth, began, history, come from,
    start from, 기원
impeach: impeachment, impeached, ousted, ouster, toppled, 탄핵
intercept: interceptor, interceptors, interception, shoot down, shot down
guarantee: guarantees, assurance, assurances, commitment, commitments, pledge, pledges, promise, promises, 공약
trust: credible, credibility, reliable, reliability, confidence, faith, 신뢰
abandon: abandonment, desert, walk away, give up on, 방기
election: elections, elected, vote, voters, come to power, came to power, take office, took office, 선거
crypto: cryptocurrency, cybercurrency, cybercrime, cybercrimes
region: regional, asia, asian, indo pacific, east asia, asia pacific, 지역
peninsula: korean peninsula, 한반도
"""


def parties() -> dict[str, str]:
    """Return what people write for the parties of the alliance, lower case, to the token of each."""
    return read_tokens(_PARTIES)


def synonyms() -> dict[str, str]:
    """Return what else people write, lower case, to the token that stands for it."""
    return read_tokens(_SAME)
