'use strict';

// Draws the response of /diagnostics/timings. It contains no names of deals; text is only ever set as text.
(() => {
  const refreshEvery = 5000;
  const svgNamespace = 'http://www.w3.org/2000/svg';
  let report = null;
  let chosen = Math.min(2, Math.max(0, [1, 15, 60].indexOf(Number(location.hash.slice(1)))));

  const byId = id => document.getElementById(id);
  const number = (value, digits = 0) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const percent = share => `${number(share * 100, share > 0 && share < 0.1 ? 1 : 0)} %`;
  const duration = ms => ms < 10 ? `${number(ms, 2)} ms` : ms < 1000 ? `${number(ms)} ms` : `${number(ms / 1000, 2)} s`;
  const compact = value => value >= 1000 ? `${number(value / 1000, value < 10000 ? 1 : 0)}k` : number(value, value < 10 && value % 1 ? 1 : 0);
  const clock = (text, seconds) => new Date(text).toLocaleTimeString('en-GB',
    seconds ? { hour: '2-digit', minute: '2-digit', second: '2-digit' } : { hour: '2-digit', minute: '2-digit' });

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function shape(name, attributes = {}, text) {
    const made = document.createElementNS(svgNamespace, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // A round number at or above the highest value, so that the axis reads easily.
  function ceiling(highest) {
    if (highest <= 0) return 1;
    const power = 10 ** Math.floor(Math.log10(highest));
    return [1, 2, 2.5, 5, 10].map(step => step * power).find(step => step >= highest * 0.999);
  }

  function legend(series) {
    const made = element('span', { class: 'legend' });
    for (const { name, color } of series) made.append(element('span', { class: `key ${color}` }), name);
    return made;
  }

  function plot(title, points, series, { unit, top, stacked }) {
    const [width, height, left, right, above, below] = [560, 190, 60, 8, 12, 22];
    const highest = top ?? ceiling(Math.max(0, ...series.flatMap(({ of }) => points.map(of))));
    const image = shape('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title });
    const y = value => height - below - (Math.min(value, highest) / highest) * (height - above - below);
    const slot = (width - left - right) / Math.max(1, points.length);
    const x = index => left + slot * (index + 0.5);

    for (const part of [0, 0.5, 1]) {
      image.append(shape('line', { class: 'grid', x1: left, x2: width - right, y1: y(highest * part), y2: y(highest * part) }));
      image.append(shape('text', { class: 'end', x: left - 6, y: y(highest * part) + 4 }, part === 0 ? '0' : unit(highest * part)));
    }

    const labels = Math.min(points.length, 5);
    for (let label = 0; label < labels; label++) {
      const index = labels === 1 ? 0 : Math.round(label * (points.length - 1) / (labels - 1));
      const anchor = slot > 60 ? 'mid' : label === 0 ? '' : label === labels - 1 ? 'end' : 'mid';
      image.append(shape('text', { class: anchor, x: x(index), y: height - 6 }, clock(points[index].at, points[index].seconds <= 10)));
    }

    if (stacked) drawBars(image, points, series, x, y, slot);
    else for (const one of series) drawLine(image, points, one, x, y, y(0));

    return element('figure', {}, element('figcaption', {}, title, legend(series)), image);
  }

  function drawBars(image, points, series, x, y, slot) {
    points.forEach((point, index) => {
      let sum = 0;
      for (const { of, color, name } of series) {
        const value = point.count === 0 ? 0 : of(point);
        const bar = shape('rect', {
          class: `bar ${color}`, x: x(index) - slot * 0.42, width: slot * 0.84, y: y(sum + value), height: Math.max(0, y(sum) - y(sum + value)),
        });
        bar.append(shape('title', {}, `${clock(point.at, true)} · ${name} ${percent(value)}`));
        image.append(bar);
        sum += value;
      }
    });
  }

  function drawLine(image, points, { of, color, name, unit, filled }, x, y, ground) {
    const corners = points.map((point, index) => `${x(index).toFixed(1)},${y(of(point)).toFixed(1)}`);
    if (filled && points.length > 1) {
      image.append(shape('polygon', {
        class: `area ${color}`, points: `${x(0)},${ground} ${corners.join(' ')} ${x(points.length - 1)},${ground}`,
      }));
    }
    image.append(shape('polyline', { class: `curve ${color}`, points: corners.join(' ') }));
    points.forEach((point, index) => {
      const dot = shape('circle', { class: `dot ${color}`, cx: x(index), cy: y(of(point)), r: points.length > 20 ? 2 : 3.5 });
      dot.append(shape('title', {}, `${clock(point.at, true)} · ${name} ${unit(of(point))}`));
      image.append(dot);
    });
  }

  function drawFindings(findings) {
    byId('findings').replaceChildren(...findings.map(({ question, verdict, answer }) => {
      const end = answer.indexOf('. ') < 0 ? answer.length : Math.min(answer.indexOf('. ') + 1, answer.length);
      const word = verdict === 'idle' ? answer : answer.slice(0, end);
      return element('article', { class: `card ${verdict}` },
        element('h2', {}, question),
        element('p', {}, element('span', { class: 'word' }, word), verdict === 'idle' ? '' : answer.slice(end)));
    }));
  }

  function drawNumbers(part) {
    const facts = [
      ['API requests', number(part.all.count)],
      ['per second', number(part.all.rate, part.all.rate < 100 ? 1 : 0)],
      ['p50', duration(part.all.p50)],
      ['p95', duration(part.all.p95)],
      ['p99', duration(part.all.p99)],
      ['slowest', duration(part.all.max)],
      ['most in progress', number(part.inProgressPeak)],
      ['cores busy', `${number(part.busyCores, 1)} of ${report.cores}`],
      ['p95 wait for a connection', part.poolWait.count === 0 ? '–' : duration(part.poolWait.p95)],
      ['refused as invalid (4xx)', number(part.endings.refused)],
      ['over a limit (429)', number(part.endings.tooMany), part.endings.tooMany > 0],
      ['unavailable (503)', number(part.endings.unavailable), part.endings.unavailable > 0],
      ['failed (5xx)', number(part.endings.failed), part.endings.failed > 0],
      ['cancelled by the caller', number(part.endings.cancelled)],
    ];
    byId('numbers').replaceChildren(...facts.map(([name, value, alarm]) =>
      element('div', alarm ? { class: 'alarm' } : {}, element('b', {}, value), element('span', {}, name))));
  }

  function drawPlots(points) {
    const share = value => percent(value);
    byId('plots').replaceChildren(
      plot('Requests per second', points, [
        { name: 'requests/s', color: 'line', of: point => point.rate, unit: compact, filled: true }], { unit: compact }),
      plot('How long they take', points, [
        { name: 'p50', color: 'own', of: point => point.p50, unit: duration },
        { name: 'p95', color: 'line', of: point => point.p95, unit: duration, filled: true }], { unit: duration }),
      plot('At once, at most', points, [
        { name: 'requests', color: 'line', of: point => point.inProgressPeak, unit: compact, filled: true },
        { name: 'database calls', color: 'db', of: point => point.databasePeak, unit: compact },
        { name: 'model calls', color: 'model', of: point => point.modelPeak, unit: compact }], { unit: compact }),
      plot('What the time was spent on', points, [
        { name: 'database', color: 'db', of: point => point.databaseShare },
        { name: 'model', color: 'model', of: point => point.modelShare },
        { name: 'this service', color: 'own', of: point => Math.max(0, 1 - point.databaseShare - point.modelShare) }],
      { unit: share, top: 1, stacked: true }));
  }

  function shareBar(database, model) {
    const image = shape('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img',
      'aria-label': `database ${percent(database)}, model ${percent(model)}` });
    let from = 0;
    for (const [part, color] of [[database, 'db'], [model, 'model'], [Math.max(0, 1 - database - model), 'own']]) {
      image.append(shape('rect', { class: `bar ${color}`, x: from * 100, width: Math.max(0, Math.min(part, 1 - from)) * 100, y: 0, height: 10 }));
      from = Math.min(1, from + part);
    }
    image.append(shape('title', {}, `database ${percent(database)}, model ${percent(model)}`));
    return image;
  }

  function table(id, head, rows, empty) {
    const heads = head.map(([name, kind]) => element('th', kind ? { class: kind, scope: 'col' } : { scope: 'col' }, name));
    const body = rows.length === 0
      ? [element('tr', {}, element('td', { class: 'empty', colspan: head.length }, empty))]
      : rows.map(cells => element('tr', {}, ...cells.map((cell, index) =>
        element('td', head[index][1] ? { class: head[index][1] } : {}, ...[cell].flat()))));
    byId(id).replaceChildren(element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...body));
  }

  const count = value => value > 0 ? element('span', { class: 'bad' }, number(value)) : '0';

  const rate = value => number(value, value < 100 ? 1 : 0);
  const percentiles = took => [duration(took.p50), duration(took.p95), duration(took.p99), duration(took.max)];

  function drawQueries(queries) {
    table('queries',
      [['query', 'left'], ['count'], ['per second'], ['p50'], ['p95'], ['p99'], ['slowest'], ['failed'], ['invalid'], ['cancelled'],
        ['time spent on', 'share']],
      queries.map(({ name, duration: took, outcomes, databaseShare, modelShare }) => [
        name, number(took.count), rate(took.rate), ...percentiles(took), count(outcomes.failed ?? 0), number(outcomes.invalid ?? 0),
        number(outcomes.cancelled ?? 0), shareBar(databaseShare, modelShare),
      ]), 'No query was sent.');
  }

  function drawEndpoints(endpoints) {
    table('endpoints',
      [['endpoint', 'left'], ['requests'], ['per second'], ['p50'], ['p95'], ['p99'], ['slowest'], ['errors (5xx)']],
      endpoints.map(({ route, duration: took, errors }) => [
        route, number(took.count), rate(took.rate), ...percentiles(took), count(errors),
      ]), 'No request was received.');
  }

  function drawCounters(counters) {
    table('counters',
      [['metric', 'left'], ['tags', 'left'], ['count']],
      counters.map(({ name, tags, count: times }) => [
        element('code', {}, name), tags.map(tag => element('span', { class: 'chip' }, tag)), number(times),
      ]), 'Nothing was counted.');
  }

  function drawSlow(slow) {
    table('slow',
      [['ended', 'left'], ['query', 'left'], ['took'], ['outcome', 'left'], ['trace', 'left']],
      slow.map(one => [
        clock(one.endedAt, true), one.query, duration(one.duration),
        one.outcome === 'ok' ? 'ok' : element('span', { class: 'bad' }, one.outcome),
        element('code', {}, one.traceId ?? '–'),
      ]), 'None.');
  }

  function draw() {
    if (report === null) return;
    const part = report.windows[chosen];
    document.querySelectorAll('[data-window]').forEach(button =>
      button.setAttribute('aria-pressed', String(Number(button.dataset.window) === chosen)));
    byId('facts').textContent = `${clock(report.now, true)} · the last ${number(part.seconds)} s · up since `
      + `${new Date(report.since).toLocaleString('en-GB')} · store ${report.store}`
      + (report.storeMaxCalls === null ? '' : ` with ${number(report.storeMaxCalls)} connections`)
      + ` · model ${report.model} · ${number(report.inProgress)} requests in progress`;
    drawFindings(part.findings);
    drawNumbers(part);
    drawPlots(part.timeline);
    drawEndpoints(part.endpoints);
    drawQueries(part.queries);
    drawCounters(part.counters);
    drawSlow(part.slow);
  }

  async function refresh() {
    try {
      const answer = await fetch('/diagnostics/timings', { cache: 'no-store' });
      if (!answer.ok) throw new Error(`the service returned ${answer.status}`);
      report = await answer.json();
      byId('trouble').hidden = true;
    } catch (error) {
      byId('trouble').textContent = `These figures are out of date: ${error.message}.`;
      byId('trouble').hidden = false;
    }
    draw();
  }

  document.querySelectorAll('[data-window]').forEach(button => button.addEventListener('click', () => {
    chosen = Number(button.dataset.window);
    history.replaceState(null, '', `#${[1, 15, 60][chosen]}`);
    draw();
  }));

  (async function live() {
    if (byId('live').checked && !document.hidden || report === null) await refresh();
    setTimeout(live, refreshEvery);
  })();
})();
