/** The pages of the window, in the order of the sidebar and of Ctrl+1…8. */
import {
  IconAlignLeft,
  IconCpu,
  IconHistory,
  IconHome,
  IconListSearch,
  IconPrompt,
  IconSettings,
  IconTags,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { ClassifyPage } from "../features/classify/ClassifyPage";
import { ExtractPage } from "../features/extract/ExtractPage";
import { HistoryPage } from "../features/history/HistoryPage";
import { HomePage } from "../features/home/HomePage";
import { ModelsPage } from "../features/models/ModelsPage";
import { PlaygroundPage } from "../features/playground/PlaygroundPage";
import { SettingsPage } from "../features/settings/SettingsPage";
import { SummarizePage } from "../features/summarize/SummarizePage";

interface PageEntry {
  id:
    | "home"
    | "classify"
    | "extract"
    | "summarize"
    | "playground"
    | "history"
    | "models"
    | "settings";
  path: string;
  icon: typeof IconHome;
  page: ComponentType;
}

export const PAGES: PageEntry[] = [
  { id: "home", path: "/", icon: IconHome, page: HomePage },
  { id: "classify", path: "/classify", icon: IconTags, page: ClassifyPage },
  { id: "extract", path: "/extract", icon: IconListSearch, page: ExtractPage },
  { id: "summarize", path: "/summarize", icon: IconAlignLeft, page: SummarizePage },
  { id: "playground", path: "/playground", icon: IconPrompt, page: PlaygroundPage },
  { id: "history", path: "/history", icon: IconHistory, page: HistoryPage },
  { id: "models", path: "/models", icon: IconCpu, page: ModelsPage },
  { id: "settings", path: "/settings", icon: IconSettings, page: SettingsPage },
];
