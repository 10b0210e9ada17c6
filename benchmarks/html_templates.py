"""HTML templates: designs of invented news sites, into which a benchmark renders known articles.

Each template is a function from an article to a whole page. The designs differ in what a reader of
markup can rely on: semantic elements or none; JSON-LD, meta elements, both or neither; captions in
figures, divisions or table cells; furniture around, between and below the paragraphs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import cycle


@dataclass(frozen=True)
class Article:
    """What is known of an article.

    parts:     kind ("body", "subheading", "dateline" or "caption") and text, in order; a
               dateline begins the paragraph that follows it.
    furniture: lines of the site in its plain text.
    """

    title: str
    outlet: str
    day: date
    author: str | None
    parts: tuple[tuple[str, str], ...]
    furniture: tuple[str, ...]


NAVIGATION = ("Home", "World", "Politics", "Business", "Sport", "Culture", "Opinion", "Weather")
COOKIES = (
    "We and our 214 partners store cookies on your device to measure audiences and to choose"
    " advertisements for you. You can accept them all or manage your choices at any time."
)
RELATED = (
    "Harbour tolls to rise for the third time in a year, council papers show",
    "Teachers accept pay offer after nine weeks of talks with the ministry",
    "Why the old tram depot is still standing, and who wants it gone",
)
COMMENTS = (
    "I have lived here for forty years and nobody ever asked us about any of this. They should"
    " have come to the meeting in the spring when the hall was full and people had questions.",
    "Good article, but the second paragraph is wrong about the dates, I was there on that day.",
    "First they close the library and now this happens. What comes next, I ask you all?",
)
NEWSLETTER = "Get the morning briefing in your inbox every weekday before seven. It is free."
FOOTER = (
    "All rights reserved. No part of this site may be copied or stored without written leave of the"
    " publisher. Registered office at 4 Quay Street."
)


def _items(texts: tuple[str, ...]) -> str:
    return "".join(f'<li><a href="/{n}">{escape(text)}</a></li>' for n, text in enumerate(texts))


def _paragraphs(article: Article) -> Iterator[tuple[str, str]]:
    """Parts with the dateline joined to its paragraph."""
    lead = ""
    for kind, text in article.parts:
        if kind == "dateline":
            lead = f"{text} "
        else:
            yield kind, escape(lead + text if kind == "body" else text)
            lead = "" if kind == "body" else lead


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _head(article: Article, extra: str = "") -> str:
    title = escape(f"{article.title} | {article.outlet}")
    return f'<head><meta charset="utf-8"><title>{title}</title>{extra}</head>'


def _json_ld(article: Article) -> dict[str, object]:
    node: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": f"{article.day}T08:15:00+00:00",
        "dateModified": f"{article.day.replace(year=article.day.year + 1)}T09:00:00+00:00",
        "publisher": {"@type": "Organization", "name": article.outlet},
    }
    if article.author:
        node["author"] = [{"@type": "Person", "name": article.author}]
    return node


def semantic(article: Article) -> str:
    """HTML5 elements throughout, JSON-LD, furniture in elements of its own."""
    body = "".join(
        {
            "body": f"<p>{text}</p>",
            "subheading": f"<h2>{text}</h2>",
            "caption": f'<figure><img src="p.jpg" alt="{text}"><figcaption>{text}</figcaption></figure>',
        }[kind]
        for kind, text in _paragraphs(article)
    )
    author = (
        f'<p class="byline">By <a rel="author" href="/a">{escape(article.author)}</a></p>'
        if article.author
        else ""
    )
    data = json.dumps(_json_ld(article))
    return f"""<!doctype html><html lang="en">{_head(article, f'<script type="application/ld+json">{data}</script>')}
<body><div class="cookie-banner"><p>{COOKIES}</p><button>Accept all</button></div>
<header><a href="/">{escape(article.outlet)}</a><nav><ul>{_items(NAVIGATION)}</ul></nav></header>
<main><article><h1>{escape(article.title)}</h1>{author}
<time datetime="{article.day}T08:15:00+00:00">{_long(article.day)}</time>
<div class="share"><a href="#">Share on Facebook</a> <a href="#">Post on X</a></div>
{body}
<aside class="newsletter"><h3>Morning briefing</h3><p>{NEWSLETTER}</p></aside></article>
<section class="related"><h2>Related stories</h2><ul>{_items(RELATED)}</ul></section>
<section id="comments"><h2>Comments (3)</h2>{"".join(f"<p>{c}</p>" for c in COMMENTS)}</section></main>
<footer><p>© {article.day.year} {escape(article.outlet)}. {FOOTER}</p></footer></body></html>"""


def divisions(article: Article) -> str:
    """Divisions with class names, dates in meta elements, captions in divisions."""
    body = "".join(
        {
            "body": f'<p class="story-text">{text}</p>',
            "subheading": f'<h3 class="story-cross">{text}</h3>',
            "caption": f'<div class="media-block"><img src="p.jpg"><div class="media-block__caption">{text}</div></div>',
        }[kind]
        for kind, text in _paragraphs(article)
    )
    author = f'<div class="author-line">{escape(article.author)}</div>' if article.author else ""
    meta = f'<meta property="og:title" content="{escape(article.title)}"><meta property="article:published_time" content="{article.day}T05:00:00Z"><meta property="og:site_name" content="{escape(article.outlet)}">'
    furniture = "".join(
        f'<div class="story-promo">{escape(line)}</div>' for line in article.furniture
    )
    return f"""<html>{_head(article, meta)}<body class="page with-sidebar"><div id="top"><div class="menu">{_items(NAVIGATION)}</div></div>
<div id="content-with-sidebar"><div class="story"><h1 class="story-title">{escape(article.title)}</h1>{author}
<div class="story-date">Published {_long(article.day)}</div><div class="story-body">{body}</div>{furniture}
<div class="tags">Topics: <a href="#">Regions</a> <a href="#">Inquiries</a></div></div>
<div class="sidebar"><h4>Most read</h4><ul>{_items(RELATED)}</ul><div class="ad">Advertisement</div></div></div>
<div class="bottom"><p>{FOOTER}</p></div></body></html>"""


def weblog(article: Article) -> str:
    """A weblog: captions as paragraphs with a class, the date in words alone, no metadata."""
    body = "".join(
        {
            "body": f"<p>{text}</p>\n",
            "subheading": f"<h2>{text}</h2>\n",
            "caption": f'<div id="attachment_7" class="wp-caption aligncenter"><a href="p.jpg"><img src="p.jpg"></a><p class="wp-caption-text">{text}</p></div>\n',
        }[kind]
        for kind, text in _paragraphs(article)
    )
    author = (
        f' by <span class="author vcard">{escape(article.author)}</span>' if article.author else ""
    )
    replies = "".join(
        f'<li class="comment"><div class="comment-body"><p>{c}</p></div></li>' for c in COMMENTS
    )
    return f"""<!DOCTYPE html><html>{_head(article)}<body class="single single-post"><div id="page"><div id="masthead"><p class="site-title">{escape(article.outlet)}</p></div>
<ul id="menu-main" class="nav-menu">{_items(NAVIGATION)}</ul><div id="primary"><div id="post-77" class="post type-post hentry">
<h1 class="entry-title">{escape(article.title)}</h1><div class="entry-meta">Posted on <span class="entry-date">{article.day:%B} {article.day.day}, {article.day.year}</span>{author}</div>
<div class="entry-content">{body}<div class="sharedaddy"><h3>Share this:</h3><ul><li>Twitter</li><li>Facebook</li></ul></div></div></div>
<div id="comments"><h2>3 thoughts on this story</h2><ol>{replies}</ol></div></div>
<div id="secondary"><h3>Recent posts</h3><ul>{_items(RELATED)}</ul></div></div><div id="colophon">Proudly made by hand. {FOOTER}</div></body></html>"""


def tables(article: Article) -> str:
    """Layout by tables and fonts, as in the early web; no class names, nothing stated in the head."""
    body = "".join(
        {
            "body": f"<p><font face=arial size=2>{text}</font></p>",
            "subheading": f"<p><b>{text}</b></p>",
            "caption": f"<table align=right width=200><tr><td><img src=p.jpg></td></tr><tr><td><font size=1><i>{text}</i></font></td></tr></table>",
        }[kind]
        for kind, text in _paragraphs(article)
    )
    author = f"<p><font size=1>By {escape(article.author)}</font></p>" if article.author else ""
    links = "".join(f'<a href="/{n}">{name}</a> | ' for n, name in enumerate(NAVIGATION))
    return f"""<html>{_head(article)}<body bgcolor=white><table width=760><tr><td colspan=3><b>{escape(article.outlet)}</b></td></tr>
<tr><td colspan=3><font size=1>{links}</font></td></tr><tr><td width=120 valign=top><font size=1>{"<br>".join(RELATED)}</font></td>
<td valign=top><h1>{escape(article.title)}</h1><p><font size=1>{_long(article.day)}</font></p>{author}{body}
<p><a href=#top>Back to top</a></p></td><td width=120><font size=1>Advertisement</font></td></tr>
<tr><td colspan=3><font size=1>{FOOTER}</font></td></tr></table></body></html>"""


def application(article: Article) -> str:
    """A form around the page, a JSON-LD graph, promotions and pull-outs between the paragraphs."""
    promotions = cycle(RELATED)
    body = ""
    for number, (kind, text) in enumerate(_paragraphs(article)):
        if kind == "body":
            body += f'<div data-component="text-block"><p class="css-1q0x">{text}</p></div>'
        elif kind == "subheading":
            body += f'<div data-component="subheadline-block"><h2>{text}</h2></div>'
        else:
            body += f'<figure data-component="image-block"><div><img src="p.jpg" alt=""></div><figcaption class="css-9z"><span class="visually-hidden">Image caption, </span>{text}</figcaption></figure>'
        if number % 4 == 3:
            body += f'<div data-component="promo-block"><p>Read more: <a href="/x">{next(promotions)}</a></p></div>'
    author = (
        f'<div data-testid="byline"><span>By {escape(article.author)}</span></div>'
        if article.author
        else ""
    )
    data = json.dumps({"@graph": [{"@type": "WebPage", "name": article.outlet}, _json_ld(article)]})
    return f"""<!doctype html><html lang="en-GB">{_head(article, f'<script type="application/ld+json">{data}</script>')}<body><form id="aspnetForm" action="./">
<div role="banner"><span>{escape(article.outlet)}</span></div><div role="navigation"><ul>{_items(NAVIGATION)}</ul></div>
<div role="main"><div class="header-block"><h1 id="main-heading">{escape(article.title)}</h1></div>{author}
<div data-testid="timestamp"><time datetime="{article.day}T06:00:00.000Z">{_long(article.day)}</time></div>{body}
<div data-component="topic-list"><h2>Related topics</h2><ul>{_items(("Inquiries", "Regions"))}</ul></div></div>
<div class="consent-banner"><h2>Let us know you agree to cookies</h2><p>{COOKIES}</p></div>
<div role="contentinfo"><p>{FOOTER}</p></div></form></body></html>"""


def microdata(article: Article) -> str:
    """Two h1 elements (the logo is one), microdata, paragraphs as divisions, a summary list."""
    body = "".join(
        {
            "body": f'<div class="paragraph">{text}</div>',
            "subheading": f"<h2>{text}</h2>",
            "caption": f'<figure itemprop="image"><img src="p.jpg"><span class="caption__text">{text}</span></figure>',
        }[kind]
        for kind, text in _paragraphs(article)
    )
    author = (
        f'<span itemprop="author" itemscope><span itemprop="name">{escape(article.author)}</span></span>'
        if article.author
        else ""
    )
    furniture = "".join(f"<p>{escape(line)}</p>" for line in article.furniture)
    return f"""<!doctype html><html>{_head(article)}<body itemscope itemtype="https://schema.org/NewsArticle"><header class="masthead"><h1>{escape(article.outlet)}</h1>
<ul class="main-menu">{_items(NAVIGATION)}</ul></header><div class="container"><div class="article-wrap">
<h1 itemprop="headline">{escape(article.title)}</h1><div class="meta">{author}<meta itemprop="datePublished" content="{article.day}"><span class="pubdate">{article.day:%d/%m/%Y}</span></div>
<div itemprop="articleBody">{body}</div><div class="newsletter-signup"><p>{NEWSLETTER}</p></div></div>
<aside><h3>Trending</h3><ul>{_items(RELATED)}</ul></aside></div><footer>{furniture}<p>{FOOTER}</p></footer></body></html>"""


def unclosed(article: Article) -> str:
    """Upper-case tags that are never closed, a headline in h2, the date in a paragraph of its own."""
    body = "".join(
        {
            "body": f"<P>{text}\n",
            "subheading": f"<H3>{text}</H3>\n",
            "caption": f'<P CLASS="cutline">{text}\n',
        }[kind]
        for kind, text in _paragraphs(article)
    )
    author = f"<P>By {escape(article.author)}\n" if article.author else ""
    return f"""<HTML>{_head(article)}<BODY><UL CLASS="nav">{_items(NAVIGATION).replace("</li>", "")}</UL>
<DIV ID="main"><H2>{escape(article.title)}</H2><P CLASS="date">{_long(article.day)}\n{author}{body}
<HR><P><A HREF="/print">Print this page</A> <A HREF="/mail">Mail this page</A></DIV>
<DIV ID="footer"><P>{FOOTER}</DIV></BODY></HTML>"""


def live(article: Article) -> str:
    """Sections in an article, teasers with pictures and captions of their own below it."""
    body = "".join(
        {
            "body": f"<p>{text}</p>",
            "subheading": f"</section><section><h2>{text}</h2>",
            "caption": f'<figure class="inline"><picture><img src="p.jpg"></picture><figcaption><p>{text}</p></figcaption></figure>',
        }[kind]
        for kind, text in _paragraphs(article)
    )
    author = (
        f'<address class="byline">Reporting by {escape(article.author)}</address>'
        if article.author
        else ""
    )
    teasers = "".join(
        f'<article class="teaser"><figure><img src="t.jpg"><figcaption>A file picture from the harbour last autumn</figcaption></figure><h3><a href="/t">{text}</a></h3><time datetime="2024-03-0{n}">{n} March 2024</time></article>'
        for n, text in enumerate(RELATED, start=1)
    )
    meta = f'<meta name="date" content="{article.day}"><meta name="author" content="{escape(article.author or "")}"><link rel="canonical" href="https://news.example/{article.day:%Y/%m/%d}/story">'
    return f"""<!doctype html><html>{_head(article, meta)}<body><nav aria-label="Main"><ul>{_items(NAVIGATION)}</ul></nav>
<article class="story"><header><h1>{escape(article.title)}</h1>{author}<p class="timestamp">Last updated: {_long(article.day)}</p></header><section>{body}</section>
<ul class="share-tools"><li>Copy link</li><li>Email</li></ul></article>
<div class="more-news"><h2>More news</h2>{teasers}</div><div class="comments-area">{"".join(f"<div><p>{c}</p></div>" for c in COMMENTS)}</div>
<footer>{FOOTER}</footer></body></html>"""


TEMPLATES: dict[str, Callable[[Article], str]] = {
    made.__name__: made
    for made in (
        semantic, divisions, weblog, tables, application, microdata, unclosed, live,
    )
}  # fmt: skip
