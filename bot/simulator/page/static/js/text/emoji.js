// A modest set of emoji by Slack's short names.

const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", eyes: "👀", white_check_mark: "✅", heavy_check_mark: "✔️",
  ballot_box_with_check: "☑️", x: "❌", warning: "⚠️", rotating_light: "🚨", no_entry: "⛔", question: "❓", exclamation: "❗",
  bulb: "💡", mag: "🔍", mag_right: "🔎", books: "📚", book: "📖", bookmark_tabs: "📑", bookmark: "🔖", newspaper: "📰",
  page_facing_up: "📄", memo: "📝", pencil: "📝", pencil2: "✏️", scroll: "📜", clipboard: "📋", file_folder: "📁",
  open_file_folder: "📂", card_index_dividers: "🗂️", link: "🔗", pushpin: "📌", round_pushpin: "📍", paperclip: "📎",
  calendar: "📆", date: "📅", spiral_calendar_pad: "🗓️", clock1: "🕐", clock8: "🕗", alarm_clock: "⏰", stopwatch: "⏱️",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", bell: "🔔", no_bell: "🔕", mega: "📣", loudspeaker: "📢",
  speech_balloon: "💬", thought_balloon: "💭", envelope: "✉️", email: "📧", inbox_tray: "📥", outbox_tray: "📤", lock: "🔒",
  unlock: "🔓", key: "🔑", gear: "⚙️", hammer_and_wrench: "🛠️", wrench: "🔧", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", bar_chart: "📊", scales: "⚖️", shield: "🛡️", rocket: "🚀", ship: "🚢", airplane: "✈️",
  earth_asia: "🌏", earth_americas: "🌎", earth_africa: "🌍", globe_with_meridians: "🌐", kr: "🇰🇷", us: "🇺🇸", jp: "🇯🇵",
  cn: "🇨🇳", ru: "🇷🇺", "flag-kr": "🇰🇷", "flag-us": "🇺🇸", "flag-kp": "🇰🇵", "flag-jp": "🇯🇵", "flag-cn": "🇨🇳", "flag-tw": "🇹🇼",
  point_right: "👉", point_left: "👈", point_up: "☝️", point_down: "👇", wave: "👋", raised_hands: "🙌", pray: "🙏",
  clap: "👏", ok_hand: "👌", handshake: "🤝", muscle: "💪", tada: "🎉", sparkles: "✨", star: "⭐", fire: "🔥", heart: "❤️",
  100: "💯", smile: "😄", smiley: "😃", grin: "😁", slightly_smiling_face: "🙂", wink: "😉", blush: "😊", joy: "😂",
  thinking_face: "🤔", neutral_face: "😐", confused: "😕", cry: "😢", sob: "😭", scream: "😱", sunglasses: "😎",
  robot_face: "🤖", zzz: "💤", coffee: "☕", information_source: "ℹ️", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️",
  arrow_down: "⬇️", arrows_counterclockwise: "🔄", leftwards_arrow_with_hook: "↩️", heavy_plus_sign: "➕",
  heavy_minus_sign: "➖", red_circle: "🔴", large_blue_circle: "🔵", large_green_circle: "🟢", large_yellow_circle: "🟡",
  white_circle: "⚪", black_circle: "⚫", small_blue_diamond: "🔹", small_orange_diamond: "🔸", one: "1️⃣", two: "2️⃣",
  three: "3️⃣", four: "4️⃣", five: "5️⃣", new: "🆕", repeat: "🔁", busts_in_silhouette: "👥", bust_in_silhouette: "👤",
  classical_building: "🏛️", bank: "🏦", world_map: "🗺️", satellite: "🛰️", label: "🏷️", wastebasket: "🗑️",
};

/** Return the character for a short name, or null when it is not one we draw. */
export function emoji(name) {
  return EMOJI[name.replace(/::skin-tone-\d$/, "")] ?? null;
}
