import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#eceefb',
  '#d5daf6',
  '#b3bcee',
  '#8b9bff',
  '#6f80e6',
  '#5466d8',
  '#3b50c9',
  '#3043b0',
  '#283896',
  '#1f2c78',
]

/** A dialog's close button has a name, and its head is no banner of the page. */
const dialog = {
  defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'none' } } },
}

/** Mantine on our tokens: the kit brings behaviour, the tokens bring the look. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  colors: { accent },
  defaultRadius: 6,
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '19px' },
  headings: { fontFamily: 'var(--font)', fontWeight: '650' },
  autoContrast: true,
  cursorType: 'pointer',
  components: { Modal: dialog, Drawer: dialog },
})

const bothThemes = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--raised)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--bad)',
}

/** Hands the tokens to every Mantine part; they change with the theme automatically. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: bothThemes,
  dark: bothThemes,
})
