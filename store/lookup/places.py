"""The world beyond: countries, blocs and wars that share our words, so that their matters are not taken for ours.

A place in a question must be a place the topic speaks of. Which places those are
is not said here: the topics' own text says it.
"""

from __future__ import annotations

from store.text.word_files import read_tokens

# Korean names included.
_PLACES = """
afghanistan: afghan, afghans, kabul, taliban, 아프가니스탄
africa: african, africans, 아프리카
albania: albanian
algeria: algerian
antarctica: antarctic
arctic: 북극
argentina: argentine, argentinian, 아르헨티나
armenia: armenian
asean: 아세안
aukus: 오커스
australia: australian, australians, canberra, aussie, 호주, 오스트레일리아
austria: austrian, vienna
azerbaijan: azeri, azerbaijani
baltics: baltic, estonia, estonian, latvia, latvian, lithuania, lithuanian
bangladesh: bangladeshi
belarus: belarusian, minsk
belgium: belgian, brussels
bosnia: bosnian
brazil: brazilian, 브라질
brexit:
brics: 브릭스
britain: british, uk, england, english, united kingdom, great britain, london, whitehall, scotland, scottish,
    wales, welsh, 영국
bulgaria: bulgarian
cambodia: cambodian
canada: canadian, canadians, ottawa, 캐나다
chile: chilean
colombia: colombian
congo: congolese
costa rica:
crimea: crimean
croatia: croatian
cuba: cuban, havana, 쿠바
cyprus: cypriot
czech: czechia, prague
denmark: danish, copenhagen
ecuador:
egypt: egyptian, cairo, 이집트
ethiopia: ethiopian
eu: european union, 유럽연합
europe: european, europeans, 유럽
finland: finnish, helsinki, 핀란드
france: french, paris, macron, 프랑스
g7: g 7
g20: g 20
gaza: palestine, palestinian, palestinians, hamas, west bank, 가자
georgia: georgian, tbilisi
germany: german, germans, berlin, bundeswehr, 독일
ghana: ghanaian
greece: greek, athens
greenland: 그린란드
gulf war:
haiti: haitian
hongkong: hong kong, 홍콩
houthis: houthi
hungary: hungarian, budapest, orban
iceland: icelandic
india: indian, indians, new delhi, delhi, modi, 인도
indonesia: indonesian, jakarta, 인도네시아
iran: iranian, iranians, tehran, 이란
iraq: iraqi, baghdad, 이라크
ireland: irish, dublin
israel: israeli, israelis, tel aviv, idf, netanyahu, 이스라엘
italy: italian, rome, roman, 이탈리아
jordan: jordanian, amman
kashmir:
kazakhstan: kazakh
kenya: kenyan
kosovo:
kurdistan: kurdish, kurds
kuwait: kuwaiti
laos:
latin america: south america, central america
lebanon: lebanese, beirut, hezbollah
libya: libyan
malaysia: malaysian
mali:
mexico: mexican, mexicans, 멕시코
middle east: 중동
moldova: moldovan
mongolia: mongolian, 몽골
morocco: moroccan
myanmar: burma, burmese, 미얀마
nafta:
nagorno karabakh:
nato: north atlantic treaty organization, 나토, 북대서양조약기구
nepal: nepalese
netherlands: dutch, holland, hague
new zealand: kiwi, 뉴질랜드
nicaragua:
nigeria: nigerian
norway: norwegian, oslo
oman: omani
opec:
pakistan: pakistani, islamabad, 파키스탄
panama: panamanian
peru: peruvian
philippines: philippine, filipino, filipinos, manila, marcos, 필리핀
poland: polish, poles, warsaw, 폴란드
portugal: portuguese, lisbon
puerto rico:
qatar: qatari, doha
romania: romanian
rwanda:
saudi: saudis, saudi arabia, riyadh, 사우디, 사우디아라비아
serbia: serbian
singapore: singaporean, 싱가포르
slovakia: slovak
somalia: somali
south africa: south african
south china sea: 남중국해
spain: spanish, madrid, 스페인
sri lanka: lankan
sudan: sudanese
sweden: swedish, stockholm, 스웨덴
switzerland: swiss, geneva
syria: syrian, damascus, 시리아
thailand: thai, bangkok, 태국
tibet: tibetan
tpp: cptpp
tunisia: tunisian
turkey: turkish, ankara, erdogan, 터키, 튀르키예
uae: emirates, emirati, dubai, abu dhabi
uganda:
ukraine: ukrainian, ukrainians, kyiv, kiev, zelensky, 우크라이나
un: united nations, 유엔
unifil:
usfj: us forces japan, united states forces japan
usmca:
uzbekistan: uzbek
vatican:
venezuela: venezuelan, caracas, maduro, 베네수엘라
versailles:
vietnam: vietnamese, hanoi, 베트남
world war: ww1, ww2, wwi, wwii, first world war, second world war
yemen: yemeni, 예멘
yugoslavia: balkans
zimbabwe:
california:
texas:
okinawa: 오키나와
china: chinese, beijing, prc, xi jinping, 중국, 베이징, 중공
japan: japanese, tokyo, 일본
russia: russian, russians, moscow, kremlin, putin, 러시아, 모스크바, 푸틴
taiwan: taiwanese, taipei, 대만, 타이완
"""


def places() -> dict[str, str]:
    """Return what people write for each place, lower case, to the one token that stands for it."""
    return read_tokens(_PLACES)
