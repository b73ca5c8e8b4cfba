/** How the simulator's pages look. Text stands at a contrast of 4.5 or more against what is behind it. */
export const windowStyle = `
:root {
  --ink: #1b2430; --soft: #55606e; --line: #d9dfe6; --ground: #eef2f5; --card: #ffffff;
  --accent: #0b5f7a; --accent-soft: #e0f0f5; --mine: #0b5f7a; --theirs: #e9edf1;
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--ground); color: var(--ink); font: 16px/1.45 system-ui, sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid #e08a00; outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.top { display: flex; gap: .25rem 1.25rem; align-items: baseline; flex-wrap: wrap; padding: .75rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line); }
.top p { margin: 0; color: var(--soft); font-size: .9rem; }
.brand { font-weight: 700; font-size: 1.15rem; text-decoration: none; color: var(--ink); }
.brand span { font-weight: 400; color: var(--accent); }
.away .top::after { content: 'The simulator does not answer; trying again.'; color: #9a1c1c; font-weight: 600; }

.window { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(18rem, 24rem) 1fr; }
.phones { overflow-y: auto; background: var(--card); border-right: 1px solid var(--line); padding: .5rem 0 1rem; }
.phones h2 { margin: .9rem 1.25rem .35rem; font-size: .8rem; letter-spacing: .04em; text-transform: uppercase; color: var(--soft); }
.phones ul { list-style: none; margin: 0; padding: 0; }
.phones li a { display: grid; grid-template-columns: 1fr auto; gap: .1rem .75rem; padding: .6rem 1.25rem .6rem calc(1.25rem - 4px); text-decoration: none; color: inherit; border-left: 4px solid transparent; }
.phones li a:hover { background: #f4f7f9; }
.phones li a[aria-current] { background: var(--accent-soft); border-left-color: var(--accent); }
.phones li a:focus-visible { outline-offset: -3px; }
.who { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.when { color: var(--soft); font-size: .8rem; align-self: center; }
.last { grid-column: 1 / -1; color: var(--soft); font-size: .88rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.phones .badge { grid-column: 1 / -1; justify-self: start; margin-top: .2rem; }
.pages { display: flex; gap: 1rem; margin: .75rem 1.25rem; font-size: .88rem; color: var(--soft); }
.pages span { margin-right: auto; }
.empty { margin: .5rem 1.25rem; color: var(--soft); }

.badge { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .78rem; font-weight: 600; white-space: nowrap; }
.badge.good { background: #d8f0df; color: #14532d; }
.badge.bad { background: #fbdcdc; color: #7f1d1d; }
.badge.open { background: #fdf0d0; color: #6b4300; }
.badge.quiet { background: #e5e8ec; color: #3d4754; }

.stage { min-height: 0; display: flex; justify-content: center; padding: 1.25rem; }
.phone { display: flex; flex-direction: column; width: 100%; max-width: 27rem; min-height: 0; background: var(--card); border: 10px solid #20262e; border-radius: 2.2rem; overflow: hidden; box-shadow: 0 12px 32px rgb(27 36 48 / .18); }
.phone-head { padding: .9rem 1rem .7rem; text-align: center; border-bottom: 1px solid var(--line); background: #f7f9fa; }
.phone-head h1 { margin: 0; font-size: 1.1rem; }
.phone-head p { margin: .1rem 0 0; font-size: .85rem; color: var(--soft); }
.back { display: none; }
.bubbles { flex: 1; min-height: 6rem; overflow-y: auto; list-style: none; margin: 0; padding: 1rem .9rem; display: flex; flex-direction: column; gap: .9rem; }
.bubbles li { max-width: 88%; }
.bubbles .out { align-self: flex-end; text-align: right; }
.bubble { display: inline-block; margin: 0; padding: .55rem .8rem; border-radius: 1.1rem; background: var(--theirs); white-space: pre-wrap; overflow-wrap: anywhere; text-align: left; border-bottom-left-radius: .3rem; }
.out .bubble { background: var(--mine); color: #fff; border-radius: 1.1rem; border-bottom-right-radius: .3rem; }
.call .bubble { min-width: 13rem; white-space: normal; }
.call p { margin: 0 0 .35rem; }
.call .call-head { font-weight: 600; }
.call .heard.by-phone { text-align: right; }
.call .heard.by-carrier { font-style: italic; }
.call .keypad { display: grid; grid-template-columns: repeat(3, 1fr); gap: .35rem; padding: .35rem 0 0; }
.call .keypad [id^="hang-up"] { grid-column: 1 / -1; }
.meta { margin: .2rem .3rem 0; font-size: .78rem; color: var(--soft); }
.links { display: flex; gap: .8rem; margin-top: .15rem; }
.phone form { display: flex; gap: .5rem; padding: 0 .9rem; }
.quick { border-top: 1px solid var(--line); padding-top: .7rem !important; }
.quick button { flex: 1; }
.reply { flex-wrap: wrap; padding-top: .6rem !important; padding-bottom: 1rem !important; }
.reply label { width: 100%; font-size: .82rem; color: var(--soft); margin-bottom: -.3rem; }
.reply input { flex: 1; min-width: 0; font: inherit; padding: .5rem .8rem; border: 1px solid #78838f; border-radius: 1.2rem; color: inherit; }
.reply input::placeholder { color: #66707c; opacity: 1; }
button { font: inherit; font-weight: 600; padding: .45rem .9rem; border-radius: 1.2rem; border: 1px solid var(--accent); background: #fff; color: var(--accent); cursor: pointer; }
button:hover { background: var(--accent-soft); }
.reply button { background: var(--accent); color: #fff; }
.reply button:hover { background: #084a5f; }
.kinds { display: flex; gap: 1rem; }
.mailbox { display: flex; flex-direction: column; width: 100%; max-width: 46rem; min-height: 0; overflow-y: auto; background: var(--card); border: 1px solid var(--line); border-radius: .8rem; padding-bottom: 1rem; }
.mailbox > .meta, .mailbox > details, .mailbox > form, .mailbox > .empty { margin: .7rem 1rem 0; }
.mailbox > .quick { display: flex; gap: .5rem; }
.subjects { list-style: none; margin: 0; padding: .6rem 1rem; border-bottom: 1px solid var(--line); font-size: .9rem; color: var(--soft); max-height: 9rem; flex: none; overflow-y: auto; }
.subjects a[aria-current] { font-weight: 700; }
.mail { flex: none; width: calc(100% - 2rem); height: 34rem; margin: .8rem 1rem 0; border: 1px solid var(--line); border-radius: .5rem; background: #eef2f5; }
.pick { align-self: center; color: var(--soft); text-align: center; max-width: 24rem; }

.look { width: 100%; max-width: 52rem; margin: 0 auto; padding: 1.25rem; }
.look h1 { margin: .5rem 0; font-size: 1.4rem; }
.look h2 { margin: 1.6rem 0 .5rem; font-size: 1.05rem; }
.look dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem; margin: 0; }
.look dt { color: var(--soft); }
.look dd { margin: 0; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .8rem; padding: 1rem 1.2rem; }
.card + .card { margin-top: .7rem; }
.card > p { margin: .8rem 0 0; }
.card > p:first-child { margin-top: 0; }
.story { list-style: none; margin: 0; padding: 0; }
.story.card { padding: .4rem 1.2rem; }
.story li { display: grid; grid-template-columns: minmax(13.5rem, auto) 1fr; gap: .2rem 1rem; padding: .35rem 0; border-top: 1px solid var(--line); }
.story li:first-child { border-top: 0; }
.story time { color: var(--soft); font-size: .88rem; white-space: nowrap; }
.stops { font-weight: 700; color: #7f1d1d; }
details { margin-top: 1.6rem; }
summary { cursor: pointer; color: var(--accent); }
pre { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .8rem; padding: 1rem; font-size: .82rem; }

@media (max-width: 46rem) {
  body { font-size: 17px; }
  .top p { display: none; }
  .window { display: block; }
  .window.one .phones { display: none; }
  .window.all .stage { display: none; }
  .phones { border-right: 0; min-height: 100%; }
  .window.one { display: flex; }
  .stage { flex: 1; padding: 0; }
  .phone { max-width: none; border: 0; border-radius: 0; box-shadow: none; }
  .back { display: inline-block; margin-bottom: .3rem; font-size: .9rem; }
  .story li { grid-template-columns: 1fr; }
  .look dl { grid-template-columns: 1fr; gap: 0 0; }
  .look dd { margin-bottom: .5rem; }
}
`;

export const windowIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="8" y="2" width="16" height="28" rx="4" fill="#0b5f7a"/><rect x="11" y="6" width="10" height="17" rx="1" fill="#fff"/></svg>`;
