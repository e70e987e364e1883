from __future__ import annotations

import pytest

from store.documents.metadata.article import Verdict, is_page_number, is_section_label, judge

NOISE = """
3 Min Read
⏱️ 3 min read
5 minute read
Reading time: 4 minutes
읽는 시간 약 3분
Print
Email
Print | Email | Share on X
Facebook Twitter WhatsApp
Copy link
Listen to this article
Download PDF
Advertisement
Story continues below advertisement
Scroll to continue
Subscribe
Subscribe to our newsletter for updates
Sign up for our newsletter to get the tide tables in your inbox.
Sign in to read the full story
We use cookies to improve your visit.
By continuing to browse you agree to our use of cookies.
Accept all cookies
Follow us on Instagram
Follow Ann Lee on Twitter
Follow @desk
Read more: The second lamp
READ ALSO: The second lamp
Related: The second lamp
Tags: rope, islands
Filed under: Coasts
[edit]
From Wikipedia, the free encyclopedia
Home > World > Coasts
Skip to main content
Back to top
Terms of Service Privacy Policy
About us Contact us Careers Advertise with us
All rights reserved.
Your email address will not be published. Required fields are marked *
Save my name, email, and website in this browser
The views expressed in this article are the author's own.
This article was originally published in The Lantern.
Reporting by Ana Prieto; Editing by Tom Lund
By our staff
Photo: Coastwire
https://lantern.example/light
press@harbours.example
Page 2 of 9
- 3 -
무단 전재 및 재배포 금지
(c) 등대일보, 무단 전재 및 재배포 금지
구독
""".strip().splitlines()

CONTENT = """
Share prices of rope makers fell after the vote.
Share the cost
Print shops closed for a day.
Email was down that week.
Subscribe is what the treaty does to no one.
Read more into the letter and you will find a threat.
Advertisement of the tender was cancelled.
Follow-up talks are planned.
Follow the money
Tags are sewn into every sail.
Edit wars broke out over the wording.
Terms of service in the guard were cut.
Privacy is not a word that the charter knows.
All rights reserved to the islands stay with them.
남의 글을 무단 전재하는 일이 늘었다. 항만 당국은 이를 금지했다.
Cookies were served. We use ropes, said the steward.
Sign up for the watch, the poster says.
Comments from both stewards were friendly.
Other reports say the figure is lower.
Recent news reached the islands late.
Related questions were put off.
Photographs of the pier are forbidden.
Reporting by the ministry shows that costs fell.
By 2030 the islands will keep the watch alone.
About half of them fish.
More from less
More in common
Legal basis
Terms of the deal
The views of both ministers differ.
This article was amended in 1966.
The harbour
""".strip().splitlines()


@pytest.mark.parametrize("line", NOISE)
def test_what_surrounds_an_article_is_noise(line: str) -> None:
    assert judge(line) is Verdict.NOISE


@pytest.mark.parametrize("line", CONTENT)
def test_a_sentence_or_heading_that_holds_such_words_is_content(line: str) -> None:
    assert judge(line) is Verdict.CONTENT


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Comment",
        "Leave a Reply",
        "3 Comments",
        "About the author",
        "References",
        "External links",
    ],
)
def test_below_these_nothing_is_the_articles(line: str) -> None:
    assert judge(line) is Verdict.CLOSE


@pytest.mark.parametrize(
    "line", ["Related articles", "You might also like", "Most read", "More from The Lantern", "DON'T MISS", "관련기사"]
)
def test_a_box_of_links_may_stand_in_the_middle_of_an_article(line: str) -> None:
    assert judge(line) is Verdict.BOX


@pytest.mark.parametrize("line", ["Share This Article", "Share", "Share this story on Facebook", "기사공유"])
def test_share_lines_stand_above_or_below_an_article(line: str) -> None:
    assert judge(line) is Verdict.SHARE


def test_a_paragraph_is_never_noise_for_the_words_in_it() -> None:
    paragraph = "The steward advertised, subscribed and followed, and shared this article with all of them. " * 10

    assert judge(paragraph) is Verdict.CONTENT


@pytest.mark.parametrize("label", ["World", "OPINION", "From the Issue", "FOR IMMEDIATE RELEASE", "외교"])
def test_a_section_label_says_where_on_the_site_one_is(label: str) -> None:
    assert is_section_label(label)


def test_a_title_is_no_section_label() -> None:
    assert not is_section_label("World Without Rope")


@pytest.mark.parametrize("line", ["12", "- 12 -", "Page 12", "12 / 30", "xii"])
def test_a_page_number_only_counts(line: str) -> None:
    assert is_page_number(line)


def test_a_year_in_a_sentence_is_no_page_number() -> None:
    assert not is_page_number("In 1961")


@pytest.mark.parametrize("line", ["2019 · 1,038.9", "2019 · $920 · $1,038", "404 │ 0 │ 0.133"])
def test_figures_beside_each_other_are_a_row_of_a_table(line: str) -> None:
    assert judge(line) is Verdict.CONTENT
