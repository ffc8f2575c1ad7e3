"""An off-the-record browser profile that keeps nothing and reaches the processor alone."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from ui.card_entry.origins import PAGE_URL, AllowedOrigins

_OFF = (
    QWebEngineSettings.WebAttribute.AllowGeolocationOnInsecureOrigins,
    QWebEngineSettings.WebAttribute.AllowRunningInsecureContent,
    QWebEngineSettings.WebAttribute.AllowWindowActivationFromJavaScript,
    QWebEngineSettings.WebAttribute.AutoLoadIconsForPage,
    QWebEngineSettings.WebAttribute.BackForwardCacheEnabled,
    QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    QWebEngineSettings.WebAttribute.ErrorPageEnabled,
    QWebEngineSettings.WebAttribute.FullScreenSupportEnabled,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.JavascriptCanAccessClipboard,
    QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
    QWebEngineSettings.WebAttribute.JavascriptCanPaste,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessFileUrls,
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.NavigateOnDropEnabled,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.ScreenCaptureEnabled,
    QWebEngineSettings.WebAttribute.TouchIconsEnabled,
    QWebEngineSettings.WebAttribute.WebGLEnabled,
)


class CardProfile(QWebEngineProfile):
    """Holds nothing on disk and forgets everything with the process.

    Args:
        origins: What the page and its frames may reach.
    """

    def __init__(self, *, origins: AllowedOrigins, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.setPersistentCookiesPolicy(
            QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
        )
        self.setPersistentPermissionsPolicy(
            QWebEngineProfile.PersistentPermissionsPolicy.StoreInMemory
        )
        self.setSpellCheckEnabled(False)
        self.setPushServiceEnabled(False)
        self.downloadRequested.connect(self._on_profile_download_requested)
        settings = self.settings()
        for attribute in _OFF:
            settings.setAttribute(attribute, False)
        self._interceptor = _Interceptor(origins=origins, parent=self)
        self.setUrlRequestInterceptor(self._interceptor)

    def _on_profile_download_requested(self, download: QWebEngineDownloadRequest) -> None:
        download.cancel()


class _Interceptor(QWebEngineUrlRequestInterceptor):
    """Blocks every request that is neither the page itself nor of an allowed origin."""

    def __init__(self, *, origins: AllowedOrigins, parent: QObject) -> None:
        super().__init__(parent)
        self._origins = origins

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        if not is_own(url) and not self._origins.allow(url.toString()):
            info.block(True)


def is_own(url: QUrl) -> bool:
    """Whether *url* is our page, as `setHtml` names it on the way, or the blank page.

    No port and no host can be reached by any of these.
    """
    return url.scheme() == "data" or url.toString() in {PAGE_URL, "about:blank", "about:srcdoc"}
