// What the bot sends and what its manifest says, in the types that Slack publishes.
// Unions that also allow any `{type: string}` are narrowed to the blocks Slack knows.
import type { HomeView, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import type { Manifest } from "@slack/web-api/dist/types/request/manifest";

export type Blocks = KnownBlock[];
export type Modal = Omit<ModalView, "blocks"> & { blocks: KnownBlock[] };
export type Home = Omit<HomeView, "blocks"> & { blocks: KnownBlock[] };
export type Options = { options: PlainTextOption[] };
export type AppManifest = Manifest;
