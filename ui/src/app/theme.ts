/** Winnow's look: quiet neutral paper, one green, amber only where a document is marked. */
import {
  Badge,
  Button,
  Card,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Modal,
  NativeSelect,
  NumberInput,
  Table,
  Textarea,
  TextInput,
  Tooltip,
} from "@mantine/core";

const leaf: MantineColorsTuple = [
  "#ecf8f3",
  "#d9efe6",
  "#b0dfcc",
  "#83ceb0",
  "#5dbf98",
  "#37a580",
  "#19805f",
  "#126e54",
  "#0d5a45",
  "#084636",
];

const stone: MantineColorsTuple = [
  "#fafaf8",
  "#f4f4f1",
  "#eaeae6",
  "#dcdcd7",
  "#c5c5bf",
  "#a3a39d",
  "#7b7b75",
  "#5a5a55",
  "#3d3d3a",
  "#232321",
];

const night: MantineColorsTuple = [
  "#d6d8d6",
  "#b6bab7",
  "#979c99",
  "#6a706d",
  "#3c4240",
  "#2d3230",
  "#222625",
  "#1a1d1c",
  "#131615",
  "#0c0e0d",
];

export const theme = createTheme({
  primaryColor: "leaf",
  primaryShade: { light: 7, dark: 6 },
  colors: { leaf, gray: stone, dark: night },
  black: "#1d1f1e",
  autoContrast: true,
  luminanceThreshold: 0.33,
  respectReducedMotion: true,
  cursorType: "pointer",
  defaultRadius: "md",
  fontFamily:
    '"Inter Variable", "Inter", "SF Pro Text", "Segoe UI Variable Text", "Segoe UI", "Adwaita Sans", "Cantarell", "Ubuntu", "Noto Sans", "Liberation Sans", system-ui, sans-serif',
  fontFamilyMonospace:
    '"JetBrains Mono", "SF Mono", "Cascadia Mono", "Adwaita Mono", "Ubuntu Mono", "DejaVu Sans Mono", ui-monospace, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.84375rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.25" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
    },
  },
  components: {
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    Card: Card.extend({ defaultProps: { withBorder: true, padding: "lg", radius: "lg" } }),
    TextInput: TextInput.extend({ defaultProps: { size: "sm" } }),
    Textarea: Textarea.extend({ defaultProps: { size: "sm" } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: "sm" } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: "sm" } }),
    Badge: Badge.extend({
      defaultProps: { variant: "light", tt: "none", fw: 550, radius: "sm" },
    }),
    Drawer: Drawer.extend({ styles: { title: { fontWeight: 620 } } }),
    Modal: Modal.extend({ styles: { title: { fontWeight: 620 } } }),
    Table: Table.extend({ defaultProps: { borderColor: "var(--winnow-line)" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true } }),
  },
});

/** Colours that Mantine has no name for. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#fcfcfa",
    "--winnow-panel": "#ffffff",
    "--winnow-sunken": "#f6f6f3",
    "--winnow-line": "#e7e7e2",
    "--winnow-mark": "#fdefc8",
    "--winnow-mark-strong": "#fbd774",
    "--winnow-mark-ink": "#6b4a00",
    "--mantine-color-dimmed": "#686862",
    "--mantine-color-yellow-light": "#fdf4da",
    "--mantine-color-red-light": "#fdecea",
  },
  dark: {
    "--mantine-color-body": "#121514",
    "--winnow-panel": "#191c1b",
    "--winnow-sunken": "#151817",
    "--winnow-line": "#2a2f2d",
    "--mantine-color-leaf-light": "rgba(63, 179, 140, 0.16)",
    "--mantine-color-leaf-light-hover": "rgba(63, 179, 140, 0.22)",
    "--mantine-color-leaf-light-color": "#8ad9bb",
    "--mantine-primary-color-light": "rgba(63, 179, 140, 0.16)",
    "--mantine-primary-color-light-hover": "rgba(63, 179, 140, 0.22)",
    "--mantine-primary-color-light-color": "#8ad9bb",
    "--mantine-color-gray-light": "rgba(255, 255, 255, 0.07)",
    "--mantine-color-gray-light-color": "#b6bab7",
    "--mantine-color-yellow-light": "rgba(250, 190, 60, 0.13)",
    "--mantine-color-yellow-light-color": "#f3d68a",
    "--mantine-color-red-light": "rgba(250, 105, 95, 0.15)",
    "--mantine-color-red-light-hover": "rgba(250, 105, 95, 0.22)",
    "--mantine-color-red-light-color": "#ffaaa2",
    "--winnow-mark": "#453a1c",
    "--winnow-mark-strong": "#6a5216",
    "--winnow-mark-ink": "#f3d68a",
    "--mantine-color-dimmed": "#959b98",
  },
});
