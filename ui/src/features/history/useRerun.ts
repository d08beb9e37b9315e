/** Runs a remembered task on its document once more, and goes to the new run. */
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import { call, stream } from "../../host";
import { complain } from "../../shared/notice/toast";
import { runsChanged } from "../../shared/query/runs";
import { advance, type Progress, STARTING } from "../../shared/run/progress";
import { useRunKeys } from "../../shared/run/useRunKeys";

export function useRerun(id: string) {
  const [, navigate] = useLocation();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [stopping, setStopping] = useState(false);
  const operation = useRef<string | null>(null);

  const start = async () => {
    if (operation.current !== null) {
      return;
    }
    const name = crypto.randomUUID();
    operation.current = name;
    setProgress(STARTING);
    try {
      const record = await stream("rerun", { id, operation: name }, (event) => {
        if (operation.current === name) {
          setProgress((before) => advance(before ?? STARTING, event));
        }
      });
      runsChanged();
      navigate(`/history/${record.summary.id}`);
    } catch (thrown) {
      complain(thrown);
    } finally {
      operation.current = null;
      setProgress(null);
      setStopping(false);
    }
  };

  const stop = () => {
    if (operation.current !== null) {
      setStopping(true);
      void call("cancel", { operation: operation.current }).catch(complain);
    }
  };

  useRunKeys(() => void start(), stop);
  return { progress, stopping, start, stop };
}
