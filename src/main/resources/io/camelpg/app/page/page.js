'use strict';
/* Everything shown is set as text, never as HTML. */
const EVERY = 1_000, DATABASE_EVERY = 5_000, PATIENCE = 8_000;
const $ = id => document.getElementById(id);
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const whole = new Intl.NumberFormat(), short = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const still = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');

function node(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'className') made.className = value; else made.setAttribute(key, value);
  }
  return made;
}
function say(element, text) {
  const wanted = text === null || text === undefined ? '' : String(text);
  if (element.textContent !== wanted) element.textContent = wanted;
}
const millis = value => value === null || value === undefined ? '–'
    : value < 10 ? short.format(value) : whole.format(Math.round(value));
function bytes(value) {
  if (value === null || value === undefined) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = value, unit = 0;
  while (size >= 1024 && unit < units.length - 1) { size /= 1024; unit++; }
  return short.format(size) + ' ' + units[unit];
}
function duration(value) {
  if (value === null || value === undefined) return '–';
  if (value < 1000) return Math.round(value) + ' ms';
  const seconds = Math.floor(value / 1000);
  if (seconds < 120) return seconds + ' s';
  if (seconds < 7200) return Math.floor(seconds / 60) + ' min';
  return Math.floor(seconds / 3600) + ' h';
}

/* ---- charts ---- */
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
function chart(id, labels) {
  if (typeof Chart === 'undefined') return null;
  return new Chart($(id), {
    type: 'line',
    data: { labels: [], datasets: labels.map(label => ({ label, data: [] })) },
    options: {
      animation: false, responsive: true, maintainAspectRatio: false, spanGaps: true,
      interaction: { mode: 'index', intersect: false },
      elements: { point: { radius: 0, hitRadius: 8 }, line: { borderWidth: 2, tension: .25 } },
      scales: { x: { ticks: { maxTicksLimit: matchMedia('(max-width: 600px)').matches ? 3 : 5, maxRotation: 0 }, grid: { display: false } },
                y: { beginAtZero: true, suggestedMax: 1, ticks: { maxTicksLimit: 5 } } },
      plugins: { legend: { position: 'bottom', labels: { boxWidth: 16, boxHeight: 2 } } }
    }
  });
}
const rate = chart('rate', ['exchanges', 'database calls', 'failed']);
const latency = chart('latency', ['exchanges', 'database calls']);
function paint() {
  for (const drawn of [rate, latency]) {
    if (!drawn) continue;
    const colours = [colour('--accent'), colour('--second'), colour('--bad')];
    drawn.data.datasets.forEach((line, i) => {
      line.borderColor = line.backgroundColor = colours[i];
      line.borderDash = [[], [6, 3], [2, 2]][i];
    });
    for (const scale of [drawn.options.scales.x, drawn.options.scales.y]) {
      scale.ticks.color = colour('--quiet');
      scale.grid.color = colour('--line');
      scale.border = { color: colour('--line') };
    }
    drawn.options.plugins.legend.labels.color = colour('--text');
    drawn.update('none');
  }
}
paint();
dark.addEventListener('change', paint);
function draw(status) {
  const mean = second => second[1] === 0 ? null : second[3];
  const labels = status.exchanges.map(second => clock.format(second[0] * 1000));
  const put = (drawn, lines) => {
    if (!drawn) return;
    drawn.data.labels = labels;
    lines.forEach((line, i) => { drawn.data.datasets[i].data = line; });
    drawn.update(still.matches ? 'none' : undefined);
  };
  put(rate, [status.exchanges.map(s => s[1]), status.calls.map(s => s[1]), status.exchanges.map(s => s[2])]);
  put(latency, [status.exchanges.map(mean), status.calls.map(mean)]);
  const sum = (line, i) => line.reduce((all, second) => all + second[i], 0);
  const average = line => { const times = sum(line, 1);
    return times === 0 ? '–' : millis(line.reduce((all, s) => all + s[1] * s[3], 0) / times); };
  say($('rate-text'), `In the last two minutes ${sum(status.exchanges, 1)} exchanges, of which ${sum(status.exchanges, 2)} `
      + `failed, and ${sum(status.calls, 1)} database calls.`);
  say($('latency-text'), `On average ${average(status.exchanges)} ms for an exchange and ${average(status.calls)} ms for a `
      + 'database call.');
}

/* ---- tiles ---- */
const tileOf = new Map();
function tile(name, value, bad) {
  let made = tileOf.get(name);
  if (!made) {
    made = { box: node('div'), value: node('dd') };
    made.box.append(node('dt', name), made.value);
    $('tiles').append(made.box);
    tileOf.set(name, made);
  }
  say(made.value, value);
  made.box.className = bad ? 'bad' : '';
}
function lately(line, i) {
  const last = line.slice(-10);
  return last.reduce((all, second) => all + second[i], 0) / last.length;
}
function tiles(status) {
  const started = status.routes.filter(route => route.state === 'Started').length;
  const failed = status.exchanges.reduce((all, second) => all + second[2], 0);
  tile('routes started', started === status.routes.length ? started : `${started} of ${status.routes.length}`,
      started < status.routes.length);
  tile('exchanges per second', short.format(lately(status.exchanges, 1)));
  tile('failed in two minutes', whole.format(failed), failed > 0);
  tile('database calls per second', short.format(lately(status.calls, 1)));
  const pools = status.connections.filter(each => each.pool);
  const total = key => pools.reduce((all, each) => all + each.pool[key], 0);
  tile('connections in use', `${total('active')} of ${total('max')}`, total('waiting') > 0);
  tile('waiting for a connection', whole.format(total('waiting')), total('waiting') > 0);
}

/* ---- routes ---- */
const rowOf = new Map(), groupOf = new Map();
function trial(each) {
  if (each.kind === 'LINK') {
    const line = node('p', 'Open ');
    line.append(node('a', each.text, { href: each.text.startsWith('/') ? each.text : '/' }));
    return line;
  }
  if (each.kind === 'NOTE') return node('p', each.text);
  const line = node('div', null, { className: 'trial' });
  const command = node('pre', each.text, { tabindex: '0', 'aria-label': 'Command' });
  const copy = node('button', 'Copy', { type: 'button', className: 'copy' });
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(each.text);
      copy.textContent = 'Copied';
      say($('said'), 'Copied');
      setTimeout(() => { copy.textContent = 'Copy'; say($('said'), ''); }, 2_000);
    } catch (e) {
      getSelection().selectAllChildren(command);
      say($('said'), 'Selected; copy it with the keyboard');
    }
  });
  line.append(command, copy);
  return line;
}
function row(route) {
  let made = rowOf.get(route.id);
  if (made) return made;
  made = { line: node('tr', null, { 'data-route': route.id }) };
  const name = node('th', null, { scope: 'row', className: 'route' });
  name.append(node('span', route.id), node('span', route.from, { className: 'from' }),
      node('span', route.description, { className: 'description' }));
  if (route.trials.some(each => each.kind !== 'NOTE')) {
    const trying = node('details');
    const title = node('summary', 'Try it');
    title.append(node('span', ' ' + route.id, { className: 'unseen' }));
    trying.append(title, ...route.trials.map(trial));
    name.append(trying);
  } else {
    name.append(...route.trials.map(each => node('span', each.text, { className: 'note quiet' })));
  }
  made.line.append(name);
  for (const [key, label, kind] of [['state', 'State', ''], ['total', 'Exchanges', 'number'], ['failed', 'Failed', 'number'],
    ['inFlight', 'In flight', 'number'], ['millis', 'p50 / p95 ms', 'number'], ['last', 'Last', 'last']]) {
    made[key] = node('td', '', { className: kind, 'data-name': label });
    made.line.append(made[key]);
  }
  made.badge = node('span', '', { className: 'badge' });
  made.since = node('span', '', { className: 'quiet' });
  made.state.append(made.badge, ' ', made.since);
  rowOf.set(route.id, made);
  let group = groupOf.get(route.group);
  if (!group) {
    group = node('tbody');
    if (route.group) {
      const heading = node('tr', null, { className: 'group' });
      heading.append(node('th', route.group, { scope: 'rowgroup', colspan: '7' }));
      group.append(heading);
    }
    groupOf.set(route.group, group);
    $('routes').append(group);
  }
  group.append(made.line);
  return made;
}
let shown = [];
function routes(status) {
  shown = status.routes;
  for (const route of shown) {
    const made = row(route);
    say(made.badge, route.state);
    made.badge.className = 'badge ' + (route.state === 'Started' ? 'good' : 'warn');
    say(made.since, route.state === 'Started' ? duration(route.startedMillis) : '');
    say(made.total, whole.format(route.total));
    say(made.failed, whole.format(route.failed));
    made.failed.className = route.failed > 0 ? 'number bad' : 'number';
    say(made.inFlight, whole.format(route.inFlight));
    say(made.millis, route.total === 0 ? '–' : `${millis(route.p50Millis)} / ${millis(route.p95Millis)}`);
    say(made.last, route.lastAt === null ? '–' : `${clock.format(new Date(route.lastAt))} ${route.lastError ?? 'ok'}`);
    made.last.className = route.lastError ? 'last bad' : 'last';
  }
  filter();
}
function filter() {
  const wanted = $('find').value.trim().toLowerCase(), inner = $('inner').checked;
  let visible = 0;
  const groups = new Map();
  for (const route of shown) {
    const text = [route.id, route.description, route.group, route.from].join(' ').toLowerCase();
    const hidden = !(text.includes(wanted) && (inner || wanted !== '' || !route.inner));
    rowOf.get(route.id).line.hidden = hidden;
    visible += hidden ? 0 : 1;
    groups.set(route.group, (groups.get(route.group) ?? false) || !hidden);
  }
  groups.forEach((some, group) => { groupOf.get(group).hidden = !some; });
  if (wanted !== '') say($('found'), `${visible} of ${shown.length} routes`);
}
$('find').addEventListener('input', filter);
$('inner').addEventListener('change', filter);

/* ---- database ---- */
function table(caption, columns, lines, empty) {
  const scroll = node('div', null, { className: 'scroll', role: 'region', tabindex: '0', 'aria-label': caption });
  if (lines.length === 0) return node('p', empty, { className: 'quiet' });
  const made = node('table', null, { className: 'cards' });
  made.append(node('caption', caption, { className: 'unseen' }));
  const head = node('tr');
  columns.forEach(([name, , kind]) => head.append(node('th', name, { scope: 'col', className: kind ?? '' })));
  const body = node('tbody');
  for (const line of lines) {
    const one = node('tr');
    columns.forEach(([name, value, kind]) => {
      const cell = node('td', null, { className: kind ?? '', 'data-name': name });
      const content = value(line);
      if (content instanceof Node) cell.append(content); else cell.textContent = content ?? '–';
      one.append(cell);
    });
    body.append(one);
  }
  const top = node('thead');
  top.append(head);
  made.append(top, body);
  scroll.append(made);
  return scroll;
}
const SHORT = 150;
function code(text) {
  if (!text || text.length <= SHORT) return node('code', text ?? '–');
  const whole = node('details');
  const start = node('summary', null, { className: 'start' });
  start.append(node('code', text.slice(0, SHORT - 10) + ' …'));
  whole.append(start, node('pre', text));
  return whole;
}
const WIDE = 'wide statement';
function part(parent, title, told, content) {
  parent.append(node('h4', title));
  if (!told) { parent.append(node('p', 'Not asked yet', { className: 'quiet' })); return; }
  if (!told.available) {
    parent.append(node('p', `${told.code ? told.code + ': ' : ''}${told.reason}`, { className: 'problem' }));
    if (told.hint) parent.append(node('p', told.hint, { className: 'hint' }));
    return;
  }
  parent.append(...content(told));
  (told.hints ?? []).forEach(hint => parent.append(node('p', hint, { className: 'hint' })));
}
const called = line => {
  const cell = node('div');
  cell.append(node('span', [line.operation, line.route].filter(Boolean).join(' · '), { className: 'quiet' }), node('br'),
      code(line.source ?? line.statement));
  return cell;
};
const OWN = [['Statement', called, WIDE], ['Calls', l => whole.format(l.calls), 'number'],
  ['Errors', l => node('span', l.errors === 0 ? '0' : `${whole.format(l.errors)} (${l.lastError})`,
      { className: l.errors > 0 ? 'bad' : '' }), 'number'],
  ['Rows', l => whole.format(l.rows + l.updated), 'number'],
  ['p50', l => millis(l.p50Millis), 'number'], ['p95', l => millis(l.p95Millis), 'number'],
  ['p99', l => millis(l.p99Millis), 'number'], ['Max ms', l => millis(l.maxMillis), 'number']];
const ACTIVITY = [['Session', l => `${l.pid} ${l.user ?? ''}@${l.database} ${l.application ?? ''}`],
  ['State', l => node('span', l.hidden ? 'hidden' : l.state,
      { className: 'badge ' + (String(l.state).startsWith('idle in') ? 'warn' : '') })],
  ['For', l => duration(l.stateMillis), 'number'],
  ['Waits for', l => l.rootBlocker ? `${l.waitEvent ?? 'a lock'}, held by ${l.rootBlocker}` : l.waitEvent ?? '–'],
  ['Blocks', l => node('span', whole.format(l.blocks), { className: l.blocks > 0 ? 'bad' : '' }), 'number'],
  ['Statement', l => code(l.query), WIDE]];
const SLOW = [['Statement', l => code(l.query), WIDE], ['Calls', l => whole.format(l.calls), 'number'],
  ['Mean ms', l => millis(l.meanMillis), 'number'], ['Max ms', l => millis(l.maxMillis), 'number'],
  ['Total', l => duration(l.totalMillis), 'number'],
  ['Share', l => l.sharePercent === null ? '–' : short.format(l.sharePercent) + ' %', 'number']];
const SIZES = [['Table', l => `${l.schema}.${l.name}`], ['Size', l => bytes(l.totalBytes), 'number'],
  ['Indexes', l => bytes(l.indexBytes), 'number'], ['Rows', l => l.rowsEstimate === null ? '–' : '≈ ' + whole.format(l.rowsEstimate), 'number'],
  ['Dead rows', l => whole.format(l.deadRows ?? 0), 'number'],
  ['Last vacuum', l => l.lastVacuum ? new Date(l.lastVacuum).toLocaleString() : '–']];

let reports = {}, drawnAs = '';
function pool(parent, name, of) {
  const line = node('div', null, { className: 'pool' });
  if (of.pool) {
    const used = node('meter', null, { min: '0', max: String(of.pool.max), high: String(of.pool.max - .5),
      value: String(of.pool.active), 'aria-label': `${name}: connections in use` });
    line.append(used, node('span', `${of.pool.active} active, ${of.pool.idle} idle, ${of.pool.waiting} waiting, max ${of.pool.max}`,
        { className: of.pool.waiting > 0 ? 'bad' : '' }));
  } else {
    line.append(node('span', `${of.pools} pools, ${of.active} connections active`));
  }
  parent.append(line);
}
function connection(each, index) {
  const box = node('div', null, { className: 'connection', 'data-connection': each.name });
  const heading = node('h3', each.name + ' ');
  heading.append(node('span', each.address, { className: 'quiet' }));
  box.append(heading);
  const report = reports[each.name];
  if (report?.server?.available) {
    const server = report.server;
    box.append(node('p', `PostgreSQL ${server.version} as ${server.user}, ${server.tls ?? 'not encrypted'}, `
        + `${server.standby ? 'a standby, ' : ''}${server.connections} of ${server.maxConnections} connections, up `
        + duration(Date.now() - Date.parse(server.startedAt)), { className: 'quiet' }));
  }
  pool(box, each.name, each);
  if (each.replica) {
    box.append(node('p', `Replica ${each.replica.address}: ${each.replica.inUse ? 'in use' : 'not in use'}`, { className: 'quiet' }));
    pool(box, each.name + ' replica', each.replica);
  }
  part(box, 'Statements of this program', each.statements, told =>
    [table('Statements of this program, the longest in all first', OWN, told.listed, 'None yet')]);
  if (each.pool) {
    part(box, 'Activity on the server', report?.activity, told => [
      node('p', `${told.sessions} other sessions: ${told.active} active, ${told.idle} idle, ${told.idleInTransaction} idle in `
          + `transaction, ${told.blocked} blocked`, { className: told.blocked > 0 ? 'bad' : 'quiet' }),
      table('Sessions that do something', ACTIVITY, told.listed, 'Nobody else does anything at the moment')]);
    part(box, 'Slow queries on the server', report?.slowQueries, told =>
      [table('Statements that took the server most time', SLOW, told.listed, 'None yet')]);
    part(box, 'Sizes', report?.sizes, told => [
      node('p', `${whole.format(told.tables)} tables, ${bytes(told.bytes)}; databases: `
          + (told.databases ?? []).map(each => `${each.name} ${bytes(each.bytes)}`).join(', '), { className: 'quiet' }),
      table('Largest tables', SIZES, told.listed, 'No tables')]);
  }
  return box;
}
let lastConnections = [];
/* What somebody has to know before everything else. */
function problems() {
  const found = [];
  let blocked = 0;
  for (const [name, report] of Object.entries(reports)) {
    if (report.server && !report.server.available) {
      found.push(`Connection ${name}: ${report.server.reason}. ${report.server.hint ?? ''}`);
    }
    blocked += report.activity?.blocked ?? 0;
    if (report.activity?.blocked > 0) found.push(...report.activity.hints);
  }
  tile('blocked sessions', whole.format(blocked), blocked > 0);
  const box = $('problems');
  if (JSON.stringify(found) !== box.dataset.shown) {
    box.dataset.shown = JSON.stringify(found);
    box.replaceChildren(...found.map(text => node('p', text, { className: 'problem' })));
  }
}
function database() {
  const state = JSON.stringify([lastConnections, reports]);
  const inside = $('connections');
  // whoever reads a table with the keyboard or has selected something is left in peace
  if (state === drawnAs || inside.contains(document.activeElement) || inside.contains(getSelection().anchorNode)) return;
  drawnAs = state;
  inside.replaceChildren(...lastConnections.map(connection));
}

/* ---- the clockwork ---- */
let paused = false, gone = null, seen = false;
function live(text, kind) {
  say($('state'), text);
  $('state').className = 'state ' + kind;
  document.body.className = kind === 'gone' ? 'gone' : '';
}
async function ask(path) {
  const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(path + ' answered ' + answer.status);
  return answer.json();
}
function links(status) {
  if ($('links').dataset.filled) return;
  $('links').dataset.filled = 'yes';
  for (const [name, address] of Object.entries(status.links)) {
    const item = node('li');
    item.append(node('a', name, { href: address }));
    $('links').append(item);
  }
}
let turn = 0;
async function refresh() {
  const mine = ++turn;
  try {
    const status = await ask('page/status');
    if (mine !== turn) return;
    gone = null;
    document.title = status.name;
    links(status);
    tiles(status);
    draw(status);
    routes(status);
    lastConnections = status.connections;
    if (!seen) database();
    seen = true;
    live(paused ? 'Paused' : 'Live', paused ? '' : 'live');
  } catch (e) {
    gone ??= new Date();
    live(`No answer since ${clock.format(gone)}; these are the last figures. Trying again`, 'gone');
  }
  if (!paused && mine === turn) setTimeout(() => { if (!paused && mine === turn) refresh(); }, EVERY);
}
async function refreshDatabase() {
  if (!paused) {
    try {
      reports = await ask('page/database');
      say($('database-state'), lastConnections.length === 0 ? 'No route uses a connection' : '');
      problems();
      database();
    } catch (e) {
      say($('database-state'), 'The application does not answer; trying again');
    }
  }
  setTimeout(refreshDatabase, DATABASE_EVERY);
}
$('pause').addEventListener('click', event => {
  paused = !paused;
  event.target.setAttribute('aria-pressed', paused);
  event.target.textContent = paused ? 'Go on' : 'Pause';
  if (paused) live('Paused', ''); else refresh();
});
refresh().then(refreshDatabase);
