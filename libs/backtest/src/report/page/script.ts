/**
 * The page's only script: the reader's time zone, cursors on plots, sorting and filtering. It writes text and attributes, never markup.
 * Without it the page is complete, in UTC.
 */
export const SCRIPT = `
'use strict';
(() => {
  const two = (n) => String(n).padStart(2, '0');
  const day = (d) => d.getFullYear() + '-' + two(d.getMonth() + 1) + '-' + two(d.getDate());
  const clock = (d) => two(d.getHours()) + ':' + two(d.getMinutes());
  const local = (at) => { const d = new Date(at); return day(d) + ' ' + clock(d); };
  for (const time of document.querySelectorAll('time')) time.textContent = local(time.dateTime);
  for (const text of document.querySelectorAll('text[data-at]')) {
    const at = Number(text.dataset.at);
    text.textContent = text.dataset.style === 'day' ? day(new Date(at)) : local(at).slice(5);
  }
  const zone = document.getElementById('zone');
  if (zone) zone.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone || 'your zone';

  const digits = { money: 2, ratio: 2, percent: 2, price: 4 };
  const show = (value, format) => {
    const most = digits[format];
    const least = format === 'price' ? 0 : most;
    const number = (format === 'percent' ? value * 100 : value).toLocaleString('en-US', { minimumFractionDigits: least, maximumFractionDigits: most });
    return number + (format === 'percent' ? ' %' : '');
  };
  for (const figure of document.querySelectorAll('figure.plot[tabindex]')) {
    const data = JSON.parse(figure.querySelector('script').textContent);
    const view = figure.querySelector('.view');
    const svg = view.querySelector('svg');
    const cursor = figure.querySelector('.cursor');
    const output = figure.querySelector('output');
    const last = data.times.length - 1;
    let index = last;
    const point = (to) => {
      index = Math.max(0, Math.min(last, to));
      if (last < 0) return;
      const share = (data.times[index] - data.from) / (data.to - data.from || 1) * 100 + '%';
      cursor.setAttribute('x1', share);
      cursor.setAttribute('x2', share);
      cursor.style.visibility = 'visible';
      output.textContent = local(data.times[index]) + ' · ' + data.columns.map((c) => c.name + ' ' + show(c.values[index], c.format)).join(' · ');
    };
    const nearest = (at) => {
      let low = 0;
      let high = last;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (data.times[middle] <= at) low = middle; else high = middle;
      }
      return at - data.times[low] < data.times[high] - at ? low : high;
    };
    let scale = 1;
    const zoom = (factor) => {
      const middle = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth;
      scale = Math.max(1, Math.min(32, scale * factor));
      svg.style.width = scale * 100 + '%';
      svg.setAttribute('class', scale >= 16 ? 'z16' : scale >= 4 ? 'z4' : '');
      view.scrollLeft = middle * view.scrollWidth - view.clientWidth / 2;
      stretch();
    };
    const fit = svg.querySelector('.fit');
    const lines = svg.querySelector('.lines');
    const axis = figure.querySelector('.axis');
    const draw = (parent, name, attributes, text) => {
      const element = document.createElementNS(svg.namespaceURI, name);
      for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute]);
      if (text) element.textContent = text;
      parent.append(element);
    };
    const visible = () => {
      const span = (data.to - data.from) / view.scrollWidth;
      let [low, high] = [Infinity, -Infinity];
      const first = nearest(data.from + view.scrollLeft * span);
      const final = nearest(data.from + (view.scrollLeft + view.clientWidth) * span);
      for (const { values } of data.columns) for (let i = first; i <= final; i += 1) {
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
      const air = (high - low) * 0.12 || Math.abs(high) * 0.01 || 1;
      return scale === 1 ? [data.low, data.high] : [Math.max(data.low, low - air), Math.min(data.high, high + air)];
    };
    const stretch = () => {
      const [low, high] = visible();
      const share = (data.high - data.low) / (high - low || 1);
      fit.setAttribute('y', (high - data.high) / (high - low || 1) * 100 + '%');
      fit.setAttribute('height', share * 100 + '%');
      lines.replaceChildren();
      axis.replaceChildren();
      const rough = (high - low) / 6;
      const power = 10 ** Math.floor(Math.log10(rough));
      const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
      const first = Math.ceil(low / step);
      for (let n = first, i = 0; n * step <= high && i < 30; n += 1, i += 1) {
        const at = (high - n * step) / (high - low) * 100 + '%';
        draw(lines, 'line', { class: 'grid', x2: '100%', y1: at, y2: at });
        draw(axis, 'text', { y: at, dy: 4 }, show(n * step, data.format));
      }
    };
    view.addEventListener('scroll', stretch, { passive: true });
    const reveal = () => {
      const at = (data.times[index] - data.from) / (data.to - data.from || 1) * view.scrollWidth;
      if (at < view.scrollLeft || at > view.scrollLeft + view.clientWidth) view.scrollLeft = at - view.clientWidth / 2;
    };
    figure.querySelector('.zoom').hidden = false;
    for (const button of figure.querySelectorAll('button[data-zoom]')) button.addEventListener('click', () => zoom(Number(button.dataset.zoom)));
    const follow = (event) => {
      const box = svg.getBoundingClientRect();
      point(nearest(data.from + (event.clientX - box.left) / box.width * (data.to - data.from)));
    };
    svg.addEventListener('pointermove', follow);
    svg.addEventListener('pointerdown', follow);
    const far = Math.max(1, Math.round(last / 20));
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -far, PageDown: far, Home: -Infinity, End: Infinity };
    figure.addEventListener('keydown', (event) => {
      if (event.target !== figure || event.ctrlKey || event.metaKey) return;
      if (event.key === '+' || event.key === '-') zoom(event.key === '+' ? 2 : 0.5);
      else if (event.key in steps) point(index + steps[event.key]);
      else return;
      event.preventDefault();
      reveal();
    });
  }

  const key = (cell) => {
    if (cell.dataset.v) return Number(cell.dataset.v);
    const time = cell.querySelector('time');
    if (time) return time.dateTime;
    const text = cell.textContent.trim();
    if (!cell.classList.contains('n')) return text.toLowerCase();
    const number = parseFloat(text.replace(/,/g, ''));
    return Number.isNaN(number) ? -Infinity : number;
  };
  for (const table of document.querySelectorAll('table.sortable')) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => head.querySelector('button').addEventListener('click', () => {
      const falling = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
      const rows = [...body.rows].map((row) => [key(row.cells[column]), row]);
      rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (falling ? -1 : 1));
      body.append(...rows.map(([, row]) => row));
    }));
    const filter = table.closest('section').querySelector('input[type=search]');
    if (filter) filter.addEventListener('input', () => {
      const wanted = filter.value.trim().toLowerCase();
      for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
  }
})();
`;
