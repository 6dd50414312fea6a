// Runs before the first paint, so that who chose a theme never sees the other one flash by.
try {
  const chosen = localStorage.getItem("showrunner-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing follows the system.
}
