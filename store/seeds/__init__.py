"""The seed folder to nouns, every problem as file:line:col. YAML only here."""

from store.seeds.folder import confirm, drafts, jobs, listing, mark, read

__all__ = ["confirm", "drafts", "jobs", "listing", "mark", "read"]
