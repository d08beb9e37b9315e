/** Keeps the window's look and the setting in step. */
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { complain } from "../shared/notice/toast";
import { useSettings, useUpdateSettings } from "../shared/query/settings";

/** Follows the setting. The shell does this once. */
export function useThemeSetting(): void {
  const { setColorScheme } = useMantineColorScheme();
  const theme = useSettings().data?.theme;
  useEffect(() => {
    if (theme) {
      setColorScheme(theme === "system" ? "auto" : theme);
    }
  }, [theme, setColorScheme]);
}

/** Turns light to dark and back; the choice becomes the setting. */
export function useThemeToggle(): { dark: boolean; toggle: () => void } {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const update = useUpdateSettings();
  const toggle = () => {
    const next = dark ? "light" : "dark";
    setColorScheme(next);
    update.mutate({ theme: next }, { onError: complain });
  };
  return { dark, toggle };
}
