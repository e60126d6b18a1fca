import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** Ink: quiet enough that only trouble has a colour. */
const ink: MantineColorsTuple = [
  "#eef3f9",
  "#dbe4ef",
  "#b4c7de",
  "#8aa8cd",
  "#678dbe",
  "#507cb5",
  "#3c69a3",
  "#2f568a",
  "#264874",
  "#1f3a5f",
];

export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: { light: 7, dark: 6 },
  colors: { ink },
  fontFamily: '"Open Sans", system-ui, sans-serif',
  headings: { fontFamily: '"Open Sans", system-ui, sans-serif', fontWeight: "700" },
  defaultRadius: "md",
  focusRing: "auto",
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: true,
});

const signalColours = ["red", "orange", "yellow", "teal", "blue", "gray", "violet", "ink"];

/** Text on tinted ground and quiet text keep 4.5:1 in both schemes; Mantine's own fall short. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#545d68",
    "--mantine-color-placeholder": "#6b7480",
    "--mantine-color-error": "#c92a2a",
    "--mantine-color-body": "#ffffff",
    "--tocsin-ground": "#f5f7f9",
    "--tocsin-line": "#1f3a5f",
    "--tocsin-quiet": "#7b8794",
    "--tocsin-band": "rgba(31, 58, 95, 0.12)",
    "--tocsin-alarm": "#c92a2a",
    "--tocsin-wash": "rgba(201, 42, 42, 0.08)",
    "--tocsin-incident": "#0b7285",
    ...mapColours(["#fdf0dc", "#f8cf9b", "#ef9f53", "#c76a1d", "#7f3b08"], "#e6eaef"),
    ...Object.fromEntries(
      signalColours.map((name) => [`--mantine-color-${name}-light-color`, tintedText(name)]),
    ),
  },
  dark: {
    "--mantine-color-dimmed": "#a9b1ba",
    "--mantine-color-placeholder": "#8f98a3",
    "--mantine-color-error": "#ff8787",
    "--mantine-color-body": "#161b22",
    "--tocsin-ground": "#0f1318",
    "--tocsin-line": "#9cc0ee",
    "--tocsin-quiet": "#8b96a3",
    "--tocsin-band": "rgba(156, 192, 238, 0.16)",
    "--tocsin-alarm": "#ff8787",
    "--tocsin-wash": "rgba(255, 135, 135, 0.12)",
    "--tocsin-incident": "#66d9e8",
    ...mapColours(["#4a3115", "#7d4a16", "#b8691f", "#e69646", "#fdd9a8"], "#2a323c"),
    ...Object.fromEntries(
      signalColours.map((name) => [
        `--mantine-color-${name}-light-color`,
        `var(--mantine-color-${name}-2)`,
      ]),
    ),
  },
});

/** One hue from faint to strong: its order is the lightness, which no colour blindness takes away. */
function mapColours(steps: readonly string[], land: string): Record<string, string> {
  const named = steps.map((colour, index) => [`--tocsin-excess-${index + 1}`, colour]);
  return { ...Object.fromEntries(named), "--tocsin-land": land };
}

const darker: Record<string, string> = { orange: "#8a3b00", yellow: "#8a3b00", teal: "#05593f" };
const tintedText = (name: string) => darker[name] ?? `var(--mantine-color-${name}-9)`;
