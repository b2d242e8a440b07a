// The search, the menu of narrow screens and the choice of the theme.
import MiniSearch from 'minisearch';

const root = document.documentElement.dataset.root;
const [form, list, menu, theme] = ['search', 'results', 'menu', 'theme'].map((id) => document.getElementById(id));
const input = form.querySelector('input');
const MOST = 12;
let index;

/** The sections of all pages, read at the first use. */
function load() {
  index ??= fetch(`${root}assets/sections.json`)
    .then((response) => response.json())
    .then((sections) => {
      const found = new MiniSearch({
        fields: ['heading', 'title', 'text'],
        storeFields: ['title', 'heading', 'page', 'text'],
        tokenize: (text) => text.split(/[^\p{L}\p{N}]+/u),
        searchOptions: { boost: { heading: 4, title: 2 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
      });
      found.addAll(sections.map((section, id) => ({ id, ...section })));
      return found;
    });
  return index;
}

const links = () => [...list.querySelectorAll('a')];

function item({ page, title, heading, text }) {
  const line = document.createElement('li');
  line.role = 'option';
  const link = line.appendChild(document.createElement('a'));
  link.href = root + page;
  link.appendChild(document.createElement('b')).textContent = heading === title ? title : `${title} › ${heading}`;
  link.appendChild(document.createElement('span')).textContent = text.slice(0, 110);
  return line;
}

function show(open) {
  list.hidden = !open;
  input.setAttribute('aria-expanded', String(open));
}

async function search() {
  const text = input.value.trim();
  const found = text ? (await load()).search(text).slice(0, MOST) : [];
  if (text !== input.value.trim()) return;
  list.replaceChildren(...found.map(item));
  if (text && found.length === 0) list.appendChild(document.createElement('li')).textContent = 'Nothing found';
  show(text !== '');
}

/** Moves between the results by the arrow keys. */
function move(event) {
  if (event.key === 'Escape') return show(false);
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const all = [input, ...links()];
  const at = all.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
  all[(at + all.length) % all.length].focus();
}

input.addEventListener('focus', load, { once: true });
input.addEventListener('input', search);
form.addEventListener('keydown', move);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  links()[0]?.click();
});
form.addEventListener('focusout', ({ relatedTarget }) => form.contains(relatedTarget) || show(false));
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '')) return;
  event.preventDefault();
  input.focus();
});

menu.addEventListener('click', () => {
  const open = document.body.classList.toggle('menu-open');
  menu.setAttribute('aria-expanded', String(open));
});
document.querySelector('#navigation [aria-current]')?.scrollIntoView({ block: 'nearest' });

theme.addEventListener('click', () => {
  const { dataset } = document.documentElement;
  const dark = dataset.theme ? dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('crosspoint.theme', dataset.theme);
});

for (const block of document.querySelectorAll('main .code')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(block.querySelector('code').textContent);
    button.textContent = 'Copied';
  });
  block.append(button);
}
